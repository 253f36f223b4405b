"""Expected numbers for the tests of src/sound: log-mel features as Whisper's authors define them, written again in numpy alone.

    python packages/local-ai/training/log_mel.py > packages/local-ai/samples/log-mel.jsonl

Nothing of it is shared with the TypeScript: the transform is numpy's, the filters are drawn from their definition.
"""

import json

import numpy as np

RATE, SPECTRUM, HOP, SECONDS = 16000, 400, 160, 30


def sound(seconds: float) -> np.ndarray:
    """A chirp that grows, with a second tone and noise of a known series: the same in the test."""
    count = int(seconds * RATE)
    time = np.arange(count) / RATE
    noise = np.empty(count)
    state = 7
    for at in range(count):
        state = (state * 1664525 + 1013904223) % 2**32
        noise[at] = state / 2**32 - 0.5
    chirp = np.sin(2 * np.pi * (200 + 900 * time) * time) * time / seconds
    return (0.4 * chirp + 0.1 * np.sin(2 * np.pi * 3100 * time) + 0.02 * noise).astype(np.float32)


def mel_filters(count: int) -> np.ndarray:
    """Slaney's scale and areas (1998)."""

    def to_hertz(mel: np.ndarray) -> np.ndarray:
        return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * np.log(6.4) / 27))

    most = 15 + np.log(RATE / 2 / 1000) * 27 / np.log(6.4)
    edges = to_hertz(np.linspace(0, most, count + 2))
    bins = np.linspace(0, RATE / 2, SPECTRUM // 2 + 1)
    rows = []
    for low, middle, high in zip(edges, edges[1:], edges[2:]):
        triangle = np.minimum((bins - low) / (middle - low), (high - bins) / (high - middle))
        rows.append(np.maximum(0, triangle) * 2 / (high - low))
    return np.array(rows)


def log_mel(samples: np.ndarray, mels: int) -> np.ndarray:
    whole = np.zeros(RATE * SECONDS)
    whole[: len(samples)] = samples[: len(whole)]
    padded = np.pad(whole, SPECTRUM // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, SPECTRUM)[::HOP]
    bell = np.hanning(SPECTRUM + 1)[:-1]
    power = np.abs(np.fft.rfft(frames * bell, axis=1)) ** 2
    spectra = np.log10(np.maximum(1e-10, power[:-1] @ mel_filters(mels).T)).T
    return (np.maximum(spectra, spectra.max() - 8) + 4) / 4


def main() -> None:
    for seconds, mels in ((0.5, 80), (2.0, 128), (31.0, 80)):
        features = log_mel(sound(seconds), mels)
        places = [(row, column) for row in range(0, mels, 9) for column in (0, 1, 7, 20, 48, 49, 51, 90, 199, 201, 1500, 2998, 2999)]
        print(
            json.dumps({
                "seconds": seconds,
                "mels": mels,
                "mean": round(float(features.mean()), 6),
                "values": [[row, column, round(float(features[row, column]), 5)] for row, column in places],
            })
        )


main()
