"""Headers as companies have them, and where their columns are proposed to go."""

from odoo.tests import tagged

from .loading_common import LoadingCase

EXPECTED = {
    "company": {
        "name": "Nombre fiscal",
        "email": "Correo electrónico",
        "vat": "C.I.F., N.I.F.",
        "zip": "Cód. postal, C. Postal, Billing Zip",
        "phone": "Tlf, Teléfono 1, Teléfono fijo, Móvil",
        "key": "Nº cliente, Cod. cliente, Cód.",
        "create_date": "Fecha alta",
        "street": "Billing Street",
        "city": "Billing City, Mailing City",
        "user_id": "Company Owner",
        "state_id": "Comunidad Autónoma",
        "parent": "Grupo",
        "website": "Webs",
    },
    "contact": {
        "email": "Correo electrónico",
        "phone": "Teléfono directo, Mobile",
        "function": "Departamento",
        "parent": "Associated Company",
        "name": "Primer apellido",
    },
    "lead": {
        "create_date": "Created Date",
        "user_id": "Deal owner, Opportunity Owner",
        "lost_reason_id": "Closed Lost Reason, Motivo pérdida",
        "name": "Nombre de la oportunidad",
        "date_deadline": "Fecha cierre prevista",
        "customer": "Associated Company",
        "expected_revenue": "Importe (€), Deal Amount, Opportunity Amount",
    },
    "action": {
        "date_done": "Fecha y hora",
        "note": "Comentarios, Comments, Observaciones",
        "user_id": "Realizado por, Assigned",
        "activity_type_id": "Task Type",
        "customer": "Company/Account",
    },
}


@tagged("post_install", "-at_install")
class TestMapping(LoadingCase):
    def _guess(self, kind, *headers):
        load = self.Load.with_user(self.user_marketing).new({"kind": kind})
        Target = self.env["playbook.load.target"].with_user(self.user_marketing)
        found = Target._guess(load, list(headers))
        return ["key" if is_key else target for target, is_key in found]

    def test_headers(self):
        for kind, expected in EXPECTED.items():
            for target, headers in expected.items():
                for header in headers.split(", "):
                    with self.subTest(kind=kind, header=header):
                        self.assertEqual(self._guess(kind, header), [target])

    def test_what_is_expected_comes_first(self):
        found = self._guess("company", "Mailing City", "City", "Contact Name", "Name")
        self.assertEqual(found, [False, "city", False, "name"])

    def test_name_in_parts(self):
        for headers in (
            ("Nombre", "Apellidos"),
            ("First Name", "Last Name"),
            ("Nombre", "Primer apellido", "Segundo apellido"),
        ):
            found = self._guess("contact", *headers)
            self.assertEqual(found, ["name"] * len(headers))
        found = self._guess("contact", "Nombre completo", "Nombre", "Apellidos")
        self.assertEqual(found[0], "name")
        self.assertNotIn("name", found[1:])
        self.assertEqual(
            self._guess("lead", "First Name", "Last Name"), ["contact_name"] * 2
        )

    def test_names_are_joined(self):
        for headers, said, name in (
            (("Nombre", "Apellidos"), ("Ana", "García"), "Ana García"),
            (("Last Name", "First Name"), ("Sol", "Ida"), "Ida Sol"),
        ):
            load = self._load([headers, said], "contact")
            self.assertEqual(self._get_records(load).name, name)

    def test_two_telephones(self):
        rows = [
            ["Name", "Mobile", "Phone", "Notes"],
            ["Both Ltd", "600 111 222", "93 123 45 67", "Good"],
            ["One Ltd", "600 333 444", "", ""],
            ["Cell Ltd", "", "93 222 45 67 / 600 555 666", ""],
        ]
        both, one, cell = self._get_records(self._load(rows))
        self.assertIn("931234567", both.phone.replace(" ", ""))
        self.assertIn("Good", both.comment)
        self.assertIn("Mobile: 600 111 222", both.comment)
        self.assertIn("600333444", one.phone.replace(" ", ""))
        self.assertFalse(one.comment)
        self.assertIn("932224567", cell.phone.replace(" ", ""))
        self.assertNotIn("600", cell.phone)
        self.assertIn("Phone: 600 555 666", cell.comment)

    def test_titles_above_the_headers(self):
        text = "Empresa ACME;;;\nListado;;;\nNombre;C.I.F.;Correo electrónico;Tlf\n"
        load = self._make_load((text + "Uno SL;;uno@x.com;931234567\n").encode())
        self.assertEqual(
            load.column_ids.mapped("target"), ["name", "vat", "email", "phone"]
        )
