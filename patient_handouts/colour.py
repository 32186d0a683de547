"""Colours that can be read in print: contrast with white, darker inks and light tints."""

from __future__ import annotations

import colorsys

LEAST_CONTRAST = 8.0
"""Ink on white, by WCAG 2.2: so that it has 7 to 1 on the tint too, and stays apart from grey people in print."""


def readable(colour: str) -> str:
    """A colour made darker, in its own hue, until text in it can be read on white and on a light tint."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    while contrast_with_white(colour) < LEAST_CONTRAST:
        lightness -= 0.01
        channels = colorsys.hls_to_rgb(hue, max(lightness, 0), saturation)
        colour = "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)
    return colour.lower()


def tint(ink: str) -> str:
    """A light tint of a colour, to stand behind text: L* above 92."""
    channels = (int(ink[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - channel) * 0.07):02x}" for channel in channels)


def contrast_with_white(colour: str) -> float:
    """The contrast of a colour with white (WCAG 2.2, relative luminance)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
