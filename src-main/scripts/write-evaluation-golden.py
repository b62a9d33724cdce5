"""Write fixtures/evaluation/golden.json: what trec_eval and numpy say of made-up runs.

usage: python write-evaluation-golden.py
needs: pytrec_eval-terrier (trec_eval itself, as a library) and numpy (PyPI)

The runs hold what a ranking measure can get wrong: equal scores, grades above 1, grades of 0 and below, documents that
nobody judged, queries that a run does not answer, queries for which nothing is relevant. `mean` averages over all judged
queries, one without an answer counting 0, as `trec_eval -c` does. trec_eval knows no reciprocal rank cut at 10; a
reciprocal rank is at least 1/10 exactly where the first relevant document is among the first ten.
"""
import json
import pathlib

import numpy
import pytrec_eval

CASES = 40
RESAMPLES = 200_000
TARGET = pathlib.Path(__file__).parent.parent / "fixtures" / "evaluation" / "golden.json"
MEASURES = {"ndcg_cut.10", "ndcg_cut.5", "recall.100", "recall.5", "recip_rank"}

random = numpy.random.default_rng(7)


def make_case(number):
    qrels, run = {}, {}
    # Names whose order by characters is not that by numbers; some beyond ASCII.
    names = [f"d{i}" for i in range(160)] + ["é", "Ω", "文", "\U0001f600", "\uff21"]
    for query in range(int(random.integers(1, 5))):
        judged = random.choice(names, size=int(random.integers(1, 30)), replace=False)
        low = 0 if number % 8 == 1 and query == 0 else 3
        grades = random.integers(-1, low + 1, size=len(judged))
        qrels[f"q{query}"] = {str(name): int(grade) for name, grade in zip(judged, grades)}
        if number % 4 == 3 and query == 1:
            continue
        found = random.choice(names, size=int(random.integers(1, 140)), replace=False)
        # Few different scores: many ties.
        scores = random.integers(0, 12, size=len(found)) / 4 if number % 2 else random.random(len(found)).astype("float32")
        run[f"q{query}"] = {str(name): float(score) for name, score in zip(found, scores)}
    return qrels, run


def measure(qrels, run):
    by_query = pytrec_eval.RelevanceEvaluator(qrels, MEASURES).evaluate(run)
    queries = {
        query: {
            "ndcg10": values["ndcg_cut_10"],
            "ndcg5": values["ndcg_cut_5"],
            "recall100": values["recall_100"],
            "recall5": values["recall_5"],
            "mrr10": values["recip_rank"] if values["recip_rank"] >= 0.1 else 0.0,
        }
        for query, values in by_query.items()
    }
    keys = ["ndcg10", "recall100", "mrr10"]
    mean = {key: sum(values[key] for values in queries.values()) / len(qrels) for key in keys}
    return {"qrels": qrels, "run": run, "queries": queries, "mean": mean}


def interval(values):
    picks = random.integers(0, len(values), size=(RESAMPLES, len(values)))
    return [float(edge) for edge in numpy.percentile(values[picks].mean(axis=1), [2.5, 97.5])]


def make_intervals():
    first = numpy.round(random.beta(0.8, 0.6, size=60), 3)
    second = numpy.round(numpy.clip(first + random.normal(0.03, 0.1, size=60), 0, 1), 3)
    return {
        "first": first.tolist(),
        "second": second.tolist(),
        "firstInterval": interval(first),
        "secondLessFirst": {"mean": float((second - first).mean()), "interval": interval(second - first)},
    }


golden = {"intervals": make_intervals(), "cases": [measure(*make_case(number)) for number in range(CASES)]}
TARGET.parent.mkdir(parents=True, exist_ok=True)
TARGET.write_text(json.dumps(golden, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
