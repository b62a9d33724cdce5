"""The rival of the embedding bench: sentence-transformers with the same model in float32 on all cores.

usage: python embedding.py MODEL_FOLDER CORPUS     (both absolute; CORPUS: JSON list of texts)
needs: torch transformers sentence-transformers onnx (PyPI)

The weights are cast from the fp16 ONNX file into a BertModel and checked against the reference vectors.
Prints one JSON line when ready; then answers each line "BATCH_SIZE FIRST COUNT" on stdin by embedding
CORPUS[FIRST:FIRST+COUNT] and printing {"seconds", "tokens"}; ends with its input.
"""
import json
import os
import sys
import tempfile
import time

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "true"

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from sentence_transformers import SentenceTransformer
from sentence_transformers import models as modules
from transformers import AutoTokenizer, BertConfig, BertModel

MAX_TOKENS = 256
AGREEMENT = 0.9999


def load_bert(folder):
    graph = onnx.load(os.path.join(folder, "model_fp16.onnx")).graph
    stored = {tensor.name: numpy_helper.to_array(tensor).astype(np.float32) for tensor in graph.initializer}
    cast = {node.output[0]: stored[node.input[0]] for node in graph.node if node.op_type == "Cast" and node.input[0] in stored}
    weights = stored | cast
    state = {name.removeprefix("bert."): value for name, value in weights.items() if name.startswith("bert.") and not name.endswith("_fp16")}
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in weights:
            name = node.name.removeprefix("/bert/").removesuffix("/MatMul").replace("/", ".")
            state[f"{name}.weight"] = weights[node.input[1]].T.copy()
    bert = BertModel(BertConfig.from_pretrained(folder), add_pooling_layer=False).eval()
    missing, unexpected = bert.load_state_dict({name: torch.from_numpy(value.copy()) for name, value in state.items()}, strict=False)
    missing = [name for name in missing if not name.endswith("position_ids")]
    assert not missing and not unexpected, (missing, unexpected)
    return bert


def load_model(folder):
    with tempfile.TemporaryDirectory() as work:
        load_bert(folder).save_pretrained(work)
        AutoTokenizer.from_pretrained(folder).save_pretrained(work)
        transformer = modules.Transformer(work, max_seq_length=MAX_TOKENS)
    pooling = modules.Pooling(transformer.get_embedding_dimension(), pooling_mode="mean")
    return SentenceTransformer(modules=[transformer, pooling, modules.Normalize()], device="cpu")


def check(model, folder):
    texts = json.load(open(os.path.join(folder, "reference.json"), encoding="utf-8"))
    reference = np.fromfile(os.path.join(folder, "reference.f32"), "<f4").reshape(len(texts), -1)
    cosines = (model.encode(texts) * reference).sum(1)
    assert cosines.min() >= AGREEMENT, f"the rival's vectors differ from the reference: {cosines.min()}"
    return float(cosines.min())


def main():
    folder, corpus = sys.argv[1:3]
    torch.set_num_threads(os.cpu_count())
    model = load_model(folder)
    texts = json.load(open(corpus, encoding="utf-8"))
    lengths = [len(ids) for ids in model.tokenizer(texts, truncation=True, max_length=MAX_TOKENS)["input_ids"]]
    print(json.dumps({"ready": True, "agreement": check(model, folder), "threads": torch.get_num_threads(), "torch": torch.__version__}), flush=True)
    for line in sys.stdin:
        batch_size, first, count = map(int, line.split())
        chosen = texts[first : first + count]
        start = time.perf_counter()
        model.encode(chosen, batch_size=batch_size, show_progress_bar=False, normalize_embeddings=False)
        seconds = time.perf_counter() - start
        print(json.dumps({"seconds": seconds, "tokens": sum(lengths[first : first + count])}), flush=True)


main()
