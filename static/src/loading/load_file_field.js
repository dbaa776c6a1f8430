import {useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {checkFileSize} from "@web/core/utils/files";
import {getDataURLFromFile} from "@web/core/utils/urls";
import {BinaryField, binaryField} from "@web/views/fields/binary/binary_field";

/** A file that is dropped, or chosen. */
export class LoadFileField extends BinaryField {
    static template = "crm_playbook.LoadFileField";

    setup() {
        super.setup();
        this.state = useState({isOver: false});
    }

    get hasValue() {
        return Boolean(this.props.record.data[this.props.name]);
    }

    onDragOver(ev) {
        this.state.isOver = ev.dataTransfer.types.includes("Files");
    }

    async onDrop(ev) {
        this.state.isOver = false;
        const [file] = ev.dataTransfer.files;
        if (file && checkFileSize(file.size, this.notification)) {
            const url = await getDataURLFromFile(file);
            await this.update({name: file.name, data: url.split(",")[1]});
        }
    }
}

registry.category("fields").add("playbook_load_file", {
    ...binaryField,
    component: LoadFileField,
    displayName: _t("File to drop"),
});
