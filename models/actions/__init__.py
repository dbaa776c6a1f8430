from . import playbook_mirror_mixin
