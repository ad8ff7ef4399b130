"""What only the window does, such as opening dialogs.

In the window itself these acts need nobody else; whoever wishes for one from elsewhere, by voice
or remote, has the window asked.
"""

from studio.commands.command import Category, command
from studio.model.errors import CommandError
from studio.model.message import say
from studio.show import Show
from studio.text import N_

_CHANGES = N_("Changes the current one of the list.")


def _declare(
    act: str,
    title: str,
    about: str,
    category: Category,
    keys: str = "",
    *,
    is_risky: bool = False,
) -> None:
    def run(show: Show) -> None:
        if not show.ask_window(act):
            raise CommandError(
                say("There is no window here."), say("Start the studio without “show”.")
            )

    command(
        act,
        title=title,
        about=about,
        category=category,
        keys=keys,
        phrases=(title,),
        is_risky=is_risky,
    )(run)


_declare(
    "window.leave",
    N_("Leave the studio"),
    N_("Closes the window. While live or recording, press it twice."),
    Category.SHOW,
    "Ctrl+Q",
    is_risky=True,
)
_declare(
    "window.add_scene",
    N_("Add scene"),
    N_("Makes a new arrangement of pictures."),
    Category.SCENE,
)
_declare("window.edit_scene", N_("Edit scene"), _CHANGES, Category.SCENE)
_declare(
    "window.add_picture",
    N_("Add picture source"),
    N_("Adds a camera, a film or a still image."),
    Category.SCENE,
)
_declare("window.edit_picture", N_("Edit picture source"), _CHANGES, Category.SCENE)
_declare(
    "window.add_sound",
    N_("Add sound source"),
    N_("Adds a microphone or a sound file."),
    Category.SOUND,
)
_declare("window.edit_sound", N_("Edit sound source"), _CHANGES, Category.SOUND)
_declare(
    "window.add_product",
    N_("Add product"),
    N_("Adds a product to the catalogue."),
    Category.PRODUCT,
)
_declare(
    "window.find_product",
    N_("Find product"),
    N_("Finds a product in the whole catalogue by a part of its name, its pinyin, code or number."),
    Category.PRODUCT,
    "Ctrl+F",
)
_declare(
    "window.add_held",
    N_("Add what I hold"),
    N_("Adds a product with the barcode that was read last and is in no product."),
    Category.PRODUCT,
)
_declare("window.edit_product", N_("Edit product"), _CHANGES, Category.PRODUCT)
_declare(
    "window.import_products",
    N_("Import products"),
    N_("Brings the products of a table into the catalogue, or says what would come of it."),
    Category.PRODUCT,
)
_declare(
    "window.export_products",
    N_("Export products"),
    N_("Writes the catalogue into a file."),
    Category.PRODUCT,
)
_declare(
    "window.claims",
    N_("Products with claims"),
    N_("Lists the products whose words advertising law forbids; each can be edited there."),
    Category.PRODUCT,
)
_declare(
    "window.open_rundown",
    N_("Open rundown from a file"),
    N_("Opens a rundown from anywhere: our own files, a table or a text."),
    Category.RUNDOWN,
    "Ctrl+Shift+D",
)
_declare(
    "window.save_rundown",
    N_("Save rundown as"),
    N_("Writes the rundown into a file of your choice, as our own, a table or a text."),
    Category.RUNDOWN,
)
_declare(
    "window.name_rundown",
    N_("Name and language of the rundown"),
    N_("Changes what the rundown is called, and which voice reads its scripts."),
    Category.RUNDOWN,
)
_declare(
    "window.add_segment",
    N_("Add segment"),
    N_("Puts a segment behind the current one of the rundown."),
    Category.RUNDOWN,
)
_declare("window.edit_segment", N_("Edit segment"), _CHANGES, Category.RUNDOWN)
_declare(
    "window.take_orders",
    N_("Take orders"),
    N_("Takes one order after the other: number or name, pieces, Enter."),
    Category.SALES,
    "Ctrl+O",
)
_declare(
    "window.orders",
    N_("Orders"),
    N_("Shows the latest orders, to change them or take them back."),
    Category.SALES,
    "Ctrl+Shift+O",
)
_declare(
    "window.import_orders",
    N_("Import orders"),
    N_("Brings orders from a platform's table, or says what would come of it."),
    Category.SALES,
)
_declare(
    "window.targets",
    N_("Targets"),
    N_("Shows what is to be sold in which days, and how far that is, and changes it."),
    Category.SALES,
)
_declare(
    "window.note_viewers",
    N_("Note viewers"),
    N_("Notes how many people are watching; the report tells the highest number."),
    Category.SALES,
)
_declare(
    "window.add_destination",
    N_("Add destination"),
    N_("Adds a service that the show is sent to."),
    Category.DESTINATION,
)
_declare("window.edit_destination", N_("Edit destination"), _CHANGES, Category.DESTINATION)
_declare(
    "window.first_start",
    N_("First steps"),
    N_("Chooses language, voice, headphones, microphone and camera, one after another."),
    Category.STUDIO,
)
_declare(
    "window.people",
    N_("People"),
    N_("Shows who streams at this machine; adds, renames, removes and changes streamers."),
    Category.STUDIO,
)
_declare(
    "window.palette",
    N_("Find a command"),
    N_("Finds everything that can be done by a part of its name."),
    Category.STUDIO,
    "Ctrl+Shift+P",
)
_declare(
    "window.keys",
    N_("Keys"),
    N_("Shows which key does what, and changes it."),
    Category.STUDIO,
    "Ctrl+Shift+F1",
)
_declare(
    "window.read_focus",
    N_("Read what has the focus"),
    N_("Reads once more where you are, with its help and the window it is in."),
    Category.SPEECH,
    "Ctrl+Shift+I",
)
_declare(
    "window.spell_focus",
    N_("Spell what has the focus"),
    N_("Reads the text, row or name where you are, sign by sign."),
    Category.SPEECH,
    "Ctrl+Shift+G",
)
_declare(
    "window.read_line",
    N_("Read the line"),
    N_("Reads what is selected, or else the current line or row."),
    Category.SPEECH,
    "Ctrl+Shift+J",
)
_declare(
    "window.read_title",
    N_("Read the title"),
    N_("Reads which window you are in."),
    Category.SPEECH,
    "Ctrl+Shift+T",
)
_declare(
    "window.words",
    N_("Pronunciation"),
    N_("Shows words that are said differently from how they are written, and changes them."),
    Category.SPEECH,
)
_declare(
    "window.signals",
    N_("Signals"),
    N_("Shows every short sound with what it means, to listen to them one by one."),
    Category.SPEECH,
)
_declare(
    "window.voice_commands",
    N_("Taught commands"),
    N_("Shows the commands that you taught in your own words, to teach, test and forget them."),
    Category.VOICE,
    "Ctrl+F6",
)
_declare(
    "window.bring_model",
    N_("Bring a speech model from a file"),
    N_("Takes what hears your own words from a zip file or a folder, such as on a stick."),
    Category.VOICE,
)
_declare(
    "window.voice_log",
    N_("Log of commands by voice"),
    N_("Lists what was heard today and what became of it, and forgets it when you wish."),
    Category.LISTENING,
)
_declare(
    "report.list",
    N_("Past shows"),
    N_("Shows all shows with what came of them, to hear, open or save their reports."),
    Category.SHOW,
    "Ctrl+Shift+B",
)
_declare(
    "report.chart",
    N_("Charts of the show"),
    N_("Shows the takings of the last show over time and per product, as pictures and as rows."),
    Category.SHOW,
)
_declare(
    "studio.restore",
    N_("Restore a backup"),
    N_("Shows the backups of everything the studio keeps, to put one of them back."),
    Category.STUDIO,
)
_declare(
    "window.settings",
    N_("Settings"),
    N_("Shows every setting of the studio."),
    Category.STUDIO,
    "Ctrl+,",
)
