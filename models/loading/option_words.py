"""What files call options that Odoo names in another way or another language."""

from babel import Locale

# Countries that go by more names than those of English and Spanish.
COUNTRIES = {
    "GB": "uk, great britain, england, scotland, wales, gran bretana, inglaterra",
    "US": "usa, u s a, u s, united states of america, ee uu, eeuu, estados unidos",
    "NL": "holland, the netherlands, holanda",
    "CZ": "czech republic, republica checa",
    "AE": "uae, eau",
    "KR": "south korea, corea del sur",
    "RU": "russia, rusia",
    "VN": "vietnam",
}
# Odoo's own activity types, by the name of their XML id.
ACTIVITY_TYPES = {
    "mail.mail_activity_data_call": "call, phone, phone call, telephone, llamada, "
    "llamada telefonica, telefono, tel",
    "mail.mail_activity_data_meeting": "meeting, visit, appointment, demo, reunion, "
    "visita, cita, entrevista",
    "mail.mail_activity_data_email": "email, e mail, mail, correo, correo electronico",
    "mail.mail_activity_data_todo": "to do, todo, task, tarea, pendiente",
}

# Open, won and lost.
FIXED_WORDS = {
    "open": "open, in progress, pending, active, working, new, abierta, abierto, "
    "en curso, en progreso, pendiente, activa, nueva",
    "won": "won, win, closed won, success, sold, ganada, ganado, vendida, "
    "cerrada ganada",
    "lost": "lost, loss, closed lost, failed, cancelled, canceled, dead, perdida, "
    "perdido, cancelada, cerrada perdida",
}


def get_country_words(code):
    """The names of the country ``code`` in English and Spanish, and its others."""
    names = [Locale(language).territories.get(code, "") for language in ("en", "es")]
    return [*filter(None, names), *_split(COUNTRIES.get(code, ""))]


def get_activity_type_words(xmlid):
    """What files call the activity type with this XML id."""
    return _split(ACTIVITY_TYPES.get(xmlid, ""))


def _split(words):
    return [word.strip() for word in words.split(",") if word.strip()]
