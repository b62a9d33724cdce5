"""Write fixtures/reranker/: a tiny random BERT cross-encoder, and what transformers scores some pairs with it.

usage: python export-tiny-reranker.py
needs: torch, transformers and onnx (PyPI); written with torch 2.15, transformers 5.23 and onnx 1.23

The model knows nothing; it is there so that tokenising pairs, cutting them, feeding the graph and reading its score can be
compared with transformers. Its weights are drawn wide, so that scores lie far apart and a slip in any input shows.

Pairs are cut as the product cuts them: the query to three quarters of the limit, then the passage alone to what is left
(`only_second`). Where the query is short enough the script checks that transformers' own truncation gives the same ids.
"""
import hashlib
import json
import pathlib

import onnx
import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

TARGET = pathlib.Path(__file__).parent.parent / "fixtures" / "reranker"
MAX_TOKENS = 64
SEED = 20
OPSET = 17
SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WORDS = """the a of and to in is how what where by for on with river boat water house roof garden doctor tablet
    search index vector word meaning document invoice heat pump install rerank ##ing ##s ##ed ##er ##ation""".split()
PAIRS = [
    ("how to install a heat pump", "The heat pump is installed by the house."),
    ("how to install a heat pump", "A river boat with a roof."),
    ("how to install a heat pump", "Where is the doctor? In the garden, with tablets."),
    ("what is the meaning of a word", "Vectors index the meaning of documents."),
    ("what is the meaning of a word", "search search search"),
    ("what is the meaning of a word", "invoice 2026-05, No. 17/b (paid)"),
    ("Doctor", "doctor"),
    ("как установить тепловой насос", "Тепловой насос установлен у дома."),
    ("как установить тепловой насос", "Лодка на реке."),
    ("как установить тепловой насос", "The heat pump is installed by the house."),
    ("معنای کتاب‌ها", "معنای این کتاب در باغ است."),
    ("معنای کتاب‌ها", "قایق روی رودخانه"),
    ("什么是人工智能", "人工智能是计算机科学的一部分。"),
    ("什么是人工智能", "河上的船"),
    ("", "a passage without a query"),
    ("a query without a passage", ""),
    ("", ""),
    ("where is the [SEP] boat", "the [CLS] boat is [SEP] on the [PAD] river"),
    ("where is the boat", "The boat is on the river, the river is in the garden. " * 12),
    ("where is the boat and " * 30, "The boat is on the river."),
    ("where is the boat and " * 30, "The boat is on the river, the river is in the garden. " * 12),
    ("emoji 🚤 and Zürich", "Zurich 🚤 ☂ and ꙮ"),
]


def vocabulary():
    texts = " ".join(text for pair in PAIRS for text in pair if "[" not in text) + " 0123456789 abcdefghijklmnopqrstuvwxyz .,;:!?()[]/-'"
    normal = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=True)
    # What two texts hold alone is left out, so that there are unknown words as well.
    letters = sorted({letter for letter in normal.normalize_str(texts) if not letter.isspace()} - set("🚤☂ꙮ"))
    pieces = [*SPECIALS, *letters, *("##" + letter for letter in letters if letter.isalnum()), *WORDS]
    return {piece: index for index, piece in enumerate(dict.fromkeys(pieces))}


def make_tokenizer():
    vocab = vocabulary()
    tokenizer = Tokenizer(models.WordPiece(vocab, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0",
        pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[("[CLS]", vocab["[CLS]"]), ("[SEP]", vocab["[SEP]"])],
    )
    tokenizer.add_special_tokens(SPECIALS)
    return tokenizer


def neutral(text):
    """As the product does: a special token that stands in a text is text."""
    for special in SPECIALS:
        text = text.replace(special, special[0] + "\u2060" + special[1:])
    return text


def encode(fast, query, passage):
    query, passage = neutral(query), neutral(passage)
    first = fast(query, add_special_tokens=False)["input_ids"][: MAX_TOKENS * 3 // 4]
    second = fast(passage, add_special_tokens=False)["input_ids"][: MAX_TOKENS - 3 - len(first)]
    cls, sep = fast.cls_token_id, fast.sep_token_id
    ids = [cls, *first, sep, *second, sep]
    segments = [0] * (len(first) + 2) + [1] * (len(second) + 1)
    if len(fast(query, add_special_tokens=False)["input_ids"]) == len(first):
        expected = fast([query], [passage], truncation="only_second", max_length=MAX_TOKENS, return_token_type_ids=True)
        assert (expected["input_ids"], expected["token_type_ids"]) == ([ids], [segments])
    return ids, segments


def make_model(vocabulary_size):
    torch.manual_seed(SEED)
    config = BertConfig(
        vocab_size=vocabulary_size,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=MAX_TOKENS,
        initializer_range=0.25,
        num_labels=1,
        attn_implementation="eager",
    )
    model = BertForSequenceClassification(config).eval()
    with torch.no_grad():
        model.classifier.weight.normal_(0, 1)
    return model


class Scores(torch.nn.Module):
    """Inputs by place, as the exporter wants them."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask, token_type_ids):
        return self.model(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids).logits


def export(model, file):
    inputs = ["input_ids", "attention_mask", "token_type_ids"]
    example = (torch.tensor([[2, 7, 3, 8, 9, 3], [2, 7, 3, 8, 3, 0]]), torch.tensor([[1] * 6, [1] * 5 + [0]]), torch.tensor([[0, 0, 0, 1, 1, 1]] * 2))
    axes = {name: {0: "batch", 1: "sequence"} for name in inputs}
    torch.onnx.export(
        Scores(model).eval(), example, str(file), dynamo=False, opset_version=OPSET,
        input_names=inputs, output_names=["logits"], dynamic_axes={**axes, "logits": {0: "batch"}},
    )
    graph = onnx.load(str(file))
    for node in graph.graph.node:
        node.doc_string = ""
    onnx.checker.check_model(graph)
    file.write_bytes(graph.SerializeToString(deterministic=True))


def score(model, ids, segments):
    with torch.no_grad():
        return model(input_ids=torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long), token_type_ids=torch.tensor([segments])).logits.item()


def write_json(name, value):
    (TARGET / name).write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def file_facts(name):
    content = (TARGET / name).read_bytes()
    return {"sizeBytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    tokenizer = make_tokenizer()
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, unk_token="[UNK]", sep_token="[SEP]", pad_token="[PAD]", cls_token="[CLS]", mask_token="[MASK]"
    )
    model = make_model(tokenizer.get_vocab_size())
    model_folder = TARGET / "tiny-reranker"
    model_folder.mkdir(exist_ok=True)
    (model_folder / "tokenizer.json").write_text(tokenizer.to_str() + "\n", encoding="utf-8")
    write_json("tiny-reranker/tokenizer_config.json", {"tokenizer_class": "BertTokenizer", "do_lower_case": True, "model_max_length": MAX_TOKENS})
    (model_folder / "LICENSE").write_text("Random numbers, written by src-main/scripts/export-tiny-reranker.py. Licence: that of Akin.\n", encoding="utf-8")
    export(model, model_folder / "model.onnx")
    golden = []
    for query, passage in PAIRS:
        ids, segments = encode(fast, query, passage)
        golden.append({"query": query, "passage": passage, "ids": ids, "segments": segments, "score": score(model, ids, segments)})
    lines = ",\n".join(json.dumps(pair, ensure_ascii=False) for pair in golden)
    (TARGET / "golden.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    files = ["model.onnx", "tokenizer.json", "tokenizer_config.json", "LICENSE"]
    write_json("tiny-reranker/manifest.json", {
        "manifestVersion": 1,
        "key": "tiny-reranker",
        "name": "Random cross-encoder for tests",
        "kind": "rerank",
        "source": {"repository": "src-main/scripts/export-tiny-reranker.py", "revision": f"seed {SEED}"},
        "licence": {"spdx": "Apache-2.0", "commercialUse": "yes", "files": ["LICENSE"]},
        "languages": "multilingual",
        "files": {name: file_facts(f"tiny-reranker/{name}") for name in files},
        "tokenizer": {"file": "tokenizer.json", "config": "tokenizer_config.json"},
        "weights": {"file": "model.onnx"},
        "maxTokens": MAX_TOKENS,
        "inputs": {"input_ids": "ids", "attention_mask": "mask", "token_type_ids": "segments"},
        "output": "logits",
        "activation": "none",
    })


main()
