"""Records to report on."""

from autograder.results import Check, Exercise, Record

SAYS = "You counted the batch too. The 4 says how many images, not how big one is."


def make_check(title: str, status: str = "passed", points: int = 5, **details: object) -> Check:
    score = points if status == "passed" else 0
    return Check(f"test_network.py::{title}", title, status, score, points, **{"hidden": False, **details})


def make_record(*exercises: Exercise, **details: object) -> Record:
    fields = {"student": "ada", "path": "network.py", "sha256": "ab", "error": None, "notes": ()}
    return Record("01_network", graded_with={}, seconds=0.1, exercises=exercises, **{**fields, **details})


def record_of(*checks: Check) -> Record:
    return make_record(Exercise("Net", None, checks))


NOT_STARTED = Exercise("Net", None, (make_check("ten scores per image", "not_started", 23),))
ONE_SLIP = Exercise(
    "Net.num_flat_features",
    SAYS,
    (
        make_check("one sample of a batch of 4 maps", points=8),
        make_check(
            "the batch is not counted",
            "failed",
            message="maps      tensor of shape (4, 16, 5, 5)\nexpected  400\nyours     1600",
            line=31,
            printed="torch.Size([4, 16, 5, 5])\n",
        ),
    ),
)
PASSED = Exercise("add_batch_dimension", None, (make_check("a batch of one", points=7),))
EXCEPTION = Exercise(
    "count_parameters",
    None,
    (
        make_check(
            "a frozen layer does not count",
            "crashed",
            message="model     Sequential of two layers, the first frozen\n"
            "yours     AttributeError: 'Sequential' object has no attribute 'paramters'. Did you mean: 'parameters'?",
            line=44,
        ),
        make_check("a shared layer counts once", "timed_out", message="yours     no answer after 3 seconds", line=44),
        make_check("an empty model has none", "not_started"),
    ),
)
HIDDEN = Exercise(
    "parameter_shapes",
    None,
    (
        make_check("names to shapes"),
        make_check(
            "a shared tensor once", "failed", hidden=True, message="yours  {'a': (2, 3)}", printed="secret input"
        ),
    ),
)
RECORDS = {
    "not_started": make_record(NOT_STARTED),
    "one_slip": make_record(NOT_STARTED, ONE_SLIP, PASSED),
    "exception": make_record(PASSED, EXCEPTION),
    "all_public": make_record(PASSED),
    "hidden": make_record(PASSED, HIDDEN),
    "broken": make_record(
        NOT_STARTED,
        error="network.py has a syntax error in line 3: '(' was never closed. Look there, and at the line above it.",
    ),
    "stopped": make_record(
        PASSED,
        notes=("network.py stopped in line 40 (ValueError: nothing to plot). What it defined before is graded.",),
    ),
}
