"""A tool of somebody else's, installed beside Luotsi: the command line must find it without a change in ours."""

import sys

from luotsi.kit.errors import InputError, LuotsiError, Problem
from luotsi.kit.measure import STANDARD_MEASURES
from luotsi.kit.text import Text
from luotsi.kit.tool import Card, Classification, Command, RecordPart, Result, Tool


def words(word):
    return Text(f"{word} fi", f"{word} sv", f"{word} en")


def configure(parser):
    parser.add_argument("steps", type=int)
    parser.add_argument("--lang", choices=["fi", "es"], default="es", help="language of the text that is read")


def assess(arguments, out, err):
    if arguments.steps < 0:
        raise InputError(words("bad"), [Problem("steps", words("negative")), Problem("line 2", words("second"))])
    if arguments.steps > 99:
        raise LuotsiError(words("failed"))
    if arguments.steps == 99:
        raise KeyboardInterrupt
    out.write(f"{arguments.steps} {arguments.lang} django={'django' in sys.modules}\n" * arguments.steps)
    return 0


LEGAL = Classification(regulation="MDR", grade="I", ground=words("ground"), locator="-", status=words("invented"))
TOOL = Tool(
    card=Card(
        name="fall_risk",
        title=words("Falls"),
        purpose=words("purpose"),
        users=words("users"),
        limits=(words("limit"),),
        ai_act=LEGAL,
        mdr=LEGAL,
        reads=(RecordPart.PATIENT,),
        measures=STANDARD_MEASURES,
    ),
    read=lambda record: record,
    run=lambda _given, _context: Result(suggestions=(), abstentions=(), version="1"),
    demos=lambda: (),
    commands=(Command("assess", words("Assesses"), configure, assess),),
)
