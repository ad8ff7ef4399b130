"""How the window does what only it does, such as opening dialogs."""

from collections.abc import Callable, Mapping
from typing import Protocol

from studio.ui.destination_panel import DestinationPanel
from studio.ui.picture_panel import PicturePanel
from studio.ui.product_panel import ProductPanel
from studio.ui.scene_panel import ScenePanel
from studio.ui.sound_panel import SoundPanel


class Editors(Protocol):
    """The window, as far as it is needed here."""

    scenes: ScenePanel
    pictures: PicturePanel
    sounds: SoundPanel
    products: ProductPanel
    destinations: DestinationPanel

    def edit_scene(self, scene: None) -> None: ...
    def edit_picture(self, source: None) -> None: ...
    def edit_sound(self, source: None) -> None: ...
    def edit_product(self, product: None) -> None: ...
    def find_product(self) -> None: ...
    def import_products(self) -> None: ...
    def export_products(self) -> None: ...
    def edit_destination(self, destination: None) -> None: ...
    def edit_settings(self) -> None: ...
    def edit_keys(self) -> None: ...
    def take_first_steps(self) -> None: ...
    def edit_words(self) -> None: ...
    def show_signals(self) -> None: ...
    def show_people(self) -> None: ...
    def show_claims(self) -> None: ...
    def find_command(self) -> None: ...
    def leave(self) -> None: ...


def window_acts(window: Editors) -> Mapping[str, Callable[[], None]]:
    """Every act of `studio.commands.window`, by its command."""
    return {
        "window.leave": window.leave,
        "window.add_scene": lambda: window.edit_scene(None),
        "window.edit_scene": window.scenes.edit_current,
        "window.add_picture": lambda: window.edit_picture(None),
        "window.edit_picture": window.pictures.edit_current,
        "window.add_sound": lambda: window.edit_sound(None),
        "window.edit_sound": window.sounds.edit_current,
        "window.add_product": lambda: window.edit_product(None),
        "window.edit_product": window.products.edit_current,
        "window.find_product": window.find_product,
        "window.import_products": window.import_products,
        "window.export_products": window.export_products,
        "window.add_destination": lambda: window.edit_destination(None),
        "window.edit_destination": window.destinations.edit_current,
        "window.first_start": window.take_first_steps,
        "window.palette": window.find_command,
        "window.keys": window.edit_keys,
        "window.words": window.edit_words,
        "window.signals": window.show_signals,
        "window.people": window.show_people,
        "window.claims": window.show_claims,
        "window.settings": window.edit_settings,
    }
