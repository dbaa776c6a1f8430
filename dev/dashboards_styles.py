"""How cells look: styles, formats and borders, each written once."""

# Two halves of 510 pixels with a gap between them: a name, and three figures. Over the
# whole width the gap and what follows it are one column, as wide as all others.
COLUMNS = (240, 90, 90, 90, 30, 60, 90, 90, 90, 90, 90)
LAST, JOINED = 10, 4
WIDTH, HALF, GAP = 1050, 510, 540
TEAL, GREY, LINE, RED, GREEN, AMBER = (
    "#01666B",
    "#434343",
    "#CCCCCC",
    "#B3261E",
    "#0A7A3B",
    "#9A6700",
)
TITLE = {"bold": True, "fontSize": 14, "textColor": TEAL, "verticalAlign": "middle"}
NOTE = {"italic": True, "textColor": "#6B6B6B", "verticalAlign": "middle"}
HEAD = {"bold": True, "textColor": GREY, "verticalAlign": "middle"}
HEAD_RIGHT = {**HEAD, "align": "right"}
NAME = {"textColor": TEAL, "verticalAlign": "middle"}
WORDS = {"textColor": GREY, "verticalAlign": "middle"}
FIGURE = {**WORDS, "align": "right"}
VERDICT = {"bold": True, "fontSize": 18, "verticalAlign": "middle"}
BELOW = {"bottom": {"style": "thin", "color": LINE}}
BELOW_FAINT = {"bottom": {"style": "thin", "color": "#EEEEEE"}}
CARD_TITLE = {"bold": True, "color": GREY, "fontSize": 12}
CARD_COLOURS = ("#EFF6FF", "#F0FDF4", "#FFF7ED", "#F5F3FF")


class Styles:
    """Numbers of what looks alike."""

    def __init__(self):
        self.styles, self.formats, self.borders = {}, {}, {}

    def style(self, what):
        return self._number(self.styles, what)

    def format(self, what):
        return self._number(self.formats, what)

    def border(self, what):
        return self._number(self.borders, what)

    @staticmethod
    def _number(known, what):
        for number, value in known.items():
            if value == what:
                return int(number)
        number = len(known) + 1
        known[str(number)] = what
        return number
