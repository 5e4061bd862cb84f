"""A row of the table: a question, how it is tried, and the function that tries it."""

ROWS = []


class Row:
    def __init__(self, question, how, together, cell):
        self.question, self.how, self.together, self.cell = question, how, together, cell
        self.name = cell.__name__


def row(question, how, together=False):
    """Makes a row of a function that takes a tool and a place and returns the cell. With `together`
    the tools are tried at the same time: most of it is waiting."""
    def add(cell):
        ROWS.append(Row(question, how, together, cell))
        return cell
    return add
