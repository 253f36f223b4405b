"""Word vectors to whole numbers with a scale a row, in one file that `src/engines/embeddings/vectors-file.ts` reads."""

import struct
import zlib

import torch

from export import packed, quantized

# Few values of a byte: what gzip's Huffman code makes small, and the text's vector loses nothing that can be measured.
MOST = 11


def export(words, vectors, path):
    """Writes the file. Returns the vectors as they are read back, and the bytes to fetch. `words` are in rising order."""
    whole, scales = quantized(vectors, MOST)
    # A scale is the upper half of a float32.
    halves = (scales.view(torch.int32) + 0x8000) >> 16
    names = front_coded(words)
    body = struct.pack('<III', len(words), vectors.shape[1], len(names)) + names + whole.numpy().tobytes() + \
        halves.to(torch.int16).numpy().tobytes()
    path.write_bytes(packed(b'weftvec1' + struct.pack('<I', zlib.crc32(body)) + body))
    rounded = (halves << 16).view(torch.float32)
    return (whole.float() * rounded[:, None]).numpy(), path.stat().st_size


def front_coded(words):
    """Each word as how many letters it shares with the one before, how many are its own, and these."""
    coded = bytearray()
    before = ''
    for word in words:
        shared = 0
        while shared < min(len(before), len(word)) and before[shared] == word[shared]:
            shared += 1
        own = word[shared:].encode()
        coded += bytes([shared, len(own)]) + own
        before = word
    return bytes(coded)
