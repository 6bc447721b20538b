"""Everyday mistakes that end in an exception: as in `everyday_mistakes.py`."""

ATTRIBUTE = "AttributeError"
UNFITTING = (
    'Error(s) in loading state_dict for N:\n\tMissing key(s) in state_dict: "out.weight", "out.bias". \n'
    '\tUnexpected key(s) in state_dict: "fc.weight", "fc.bias". '
)
MISSHAPEN = (
    "Error(s) in loading state_dict for N:\n\tsize mismatch for fc.weight: copying a param with shape "
    "torch.Size([2, 3]) from checkpoint, the shape in current model is torch.Size([1, 2])."
)
EXCEPTIONS = [
    (
        "def f(model, x, y):\n    return F.cross_entropy(model(x), y)",
        {"raised": ("IndexError", "Target 9 is out of bounds.", "answer.py", 2)},
        "A label is 9 here, and there is no score for it: labels count the scores from 0.",
        2,
    ),
    (
        "def f(model, x):\n    y = model(x)\n    for _ in range(3):\n        y.sum().backward()",
        {"raised": ("RuntimeError", "Trying to backward through the graph a second time", "answer.py", 4)},
        "`y = model(x)` stands before the loop, and its graph serves one backward() alone: each round needs a forward "
        "of its own.",
        4,
    ),
    (
        "def f(names):\n    counts = {}\n    for name in names:\n        counts[name] += 1\n    return counts",
        {"raised": ("KeyError", "'a'", "answer.py", 4)},
        "`counts[name] += 1` goes on from an entry that is not there the first time.",
        4,
    ),
    (
        "def f(x):\n    with torch.no_grad:\n        return x",
        {"raised": ("TypeError", "'type' object does not support the context manager protocol", "answer.py", 2)},
        "`torch.no_grad` is not called here: `with` takes what the call gives.",
        2,
    ),
    (
        "def f(x, y):\n    return loss(x, y.float())",
        {"raised": ("RuntimeError", "expected target dtype to be Long or Byte, but got Float", "answer.py", 2)},
        "A loss for classes takes their numbers as int64, and floats are given here.",
        2,
    ),
    (
        "def f(x):\n    return reduce(mul, x.shape[1:])",
        {"raised": ("TypeError", "reduce() of empty iterable with no initial value", "answer.py", 2)},
        "`reduce(…)` can have nothing to go through here, and no value to begin with.",
        2,
    ),
    (
        "def f(x):\n    sizes = x.size()\n    del sizes[0]",
        {"raised": ("TypeError", "'torch.Size' object doesn't support item deletion", "answer.py", 3)},
        "`sizes` is a tuple here, and of a tuple no entry can be changed or taken away.",
        3,
    ),
    (
        "def f(node):\n    return node.next_functions[0][0]",
        {"raised": ("IndexError", "tuple index out of range", "answer.py", 2)},
        "`node.next_functions` is empty here.",
        2,
    ),
    (
        "def f(x):\n    return x - x.max(dim=1)",
        {"raised": ("TypeError", "unsupported operand: 'Tensor' and 'torch.return_types.max'", "answer.py", 2)},
        "Here `max` gave two tensors, the numbers and their places; `.values` takes the numbers.",
        2,
    ),
    (
        "class N:\n    def backward(ctx, g):\n        return g * ctx.mask",
        {"exercise": "N", "raised": (ATTRIBUTE, "'NBackward' object has no attribute 'mask'", "answer.py", 3)},
        "Nothing sets `ctx.mask`.",
        3,
    ),
    (
        "class N:\n    def backward(ctx, g):\n        return g * ctx.saved_tensor[0]",
        {"exercise": "N", "raised": (ATTRIBUTE, "'NBackward' object has no attribute 'saved_tensor'", "answer.py", 3)},
        "Nothing sets `ctx.saved_tensor`; there is `ctx.saved_tensors`.",
        3,
    ),
    (
        "class N:\n    def size(x):\n        return 1",
        {
            "exercise": "N.size",
            "raised": ("TypeError", "N.size() takes 1 positional argument but 2 were given", None, None),
        },
        "`size` lacks `self`: Python hands every method its object as the first argument.",
        2,
    ),
    (
        "class N:\n    def step(self):\n        return 1",
        {"exercise": "N", "raised": (ATTRIBUTE, "'N' object has no attribute 'zero_grad'", None, None)},
        "The class `N` has no `zero_grad`, which the exercise asks for.",
        1,
    ),
    (
        "class N(nn.Module):\n    def __init__(self):\n        self.w = torch.rand(2)\n    def forward(self, x):\n"
        "        return x @ self.w",
        {"exercise": "N", "raised": (ATTRIBUTE, "'N' object has no attribute '_parameters'", None, None)},
        "`super().__init__()` is never called here: until it has run, a module has no place for what it holds.",
        2,
    ),
    (
        "class N:\n    def forward(self, x):\n        return x",
        {"exercise": "N", "raised": (ATTRIBUTE, "'N' object has no attribute '_parameters'", None, None)},
        None,
        None,
    ),
    (
        "def f(batches):\n    return 1 / len(batches)",
        {"raised": ("TypeError", "object of type 'generator' has no len()", "answer.py", 2)},
        "`batches` can be a generator, which has no length: `len` cannot know how much is in it.",
        2,
    ),
    (
        "def f(p, q):\n    p.data = q.data",
        {"raised": ("AttributeError", "'str' object has no attribute 'data'", "answer.py", 2)},
        "`p` or `q` is a str here, and has no `data`.",
        2,
    ),
    (
        "def f(path):\n    return torch.load(path)['model']",
        {"raised": ("KeyError", "'model'", "answer.py", 2)},
        "`torch.load(path)` has no entry 'model' here.",
        2,
    ),
    (
        "class N:\n    def __init__(self, size):\n        print(size)",
        {
            "exercise": "N",
            "raised": ("TypeError", "N.__init__() got an unexpected keyword argument 'n'", None, None),
        },
        "`N` is called with `n=…`, and has no argument of that name; its arguments are `size`.",
        2,
    ),
    (
        "def f(train, others):\n    return train, others",
        {"raised": ("TypeError", "f() takes 2 positional arguments but 3 were given", None, None)},
        "`f` is called with 3 arguments, and takes 2.",
        1,
    ),
    (
        "def f(train, others):\n    return train, others",
        {"raised": ("TypeError", "f() missing 1 required positional argument: 'others'", None, None)},
        "`f` is called without `others`, and cannot do without.",
        1,
    ),
    (
        "class N:\n    def __init__(self):\n        print()",
        {
            "exercise": "N",
            "raised": ("TypeError", "N.__init__() takes 1 positional argument but 2 were given", None, None),
        },
        "`N` is called with 1 argument, and takes none.",
        2,
    ),
    (
        "class N:\n    def __init__(self):\n        print()",
        {
            "exercise": "N",
            "raised": ("TypeError", "N.__init__() got an unexpected keyword argument 'n'", None, None),
        },
        "`N` is called with `n=…`, and has no argument of that name; it takes none.",
        2,
    ),
    (
        "def f(y, loc):\n    return y in loc",
        {"raised": ("ValueError", "The truth value of an array with more than one element is …", "answer.py", 2)},
        "`y in loc` asks for one yes or no; `y` is an array here, with one for each number.",
        2,
    ),
    (
        "class N(nn.Module):\n    def __init__(self):\n        self.out = nn.Linear(2, 1)\n    def forward(self): ...",
        {"exercise": "N", "raised": ("RuntimeError", UNFITTING, None, None)},
        "The exercise asks for parameters called `fc.weight`, `fc.bias`; yours are called `out.weight`, `out.bias`.",
        3,
    ),
    (
        "class N(nn.Module):\n    def __init__(self):\n        self.fc = nn.Linear(2, 1)\n"
        "    def forward(self): self.fc",
        {"exercise": "N", "raised": ("RuntimeError", MISSHAPEN, None, None)},
        "`fc.weight` has the shape (1, 2); for these sizes it should be (2, 3).",
        3,
    ),
    (
        "def f(x):\n    return F.relu(x)",
        {"raised": ("NameError", "name 'F' is not defined", "answer.py", 2)},
        "`F` is not imported: `import torch.nn.functional as F` belongs at the top.",
        2,
    ),
    (
        "from prettytable import PrettyTable\ndef f(x):\n    return PrettyTable(x)",
        {
            "raised": ("NameError", "name 'PrettyTable' is not defined", "answer.py", 3),
            "message": "because   answer.py stopped at line 1 (ModuleNotFoundError), before PrettyTable",
        },
        "`PrettyTable` has no value here: answer.py stopped at line 1 (ModuleNotFoundError), before PrettyTable.",
        3,
    ),
    (
        "def f(learning_rate):\n    return learning_rat",
        {"raised": ("NameError", "name 'learning_rat' is not defined", "answer.py", 2)},
        "`learning_rat` means nothing here: neither the function nor the file gives it a value; there is "
        "`learning_rate`.",
        2,
    ),
    (
        "def f(p):\n    p.zero_grad()",
        {"raised": (ATTRIBUTE, "'Parameter' object has no attribute 'zero_grad'", "answer.py", 2)},
        "`p` is a parameter, which is a tensor, and tensors have no `zero_grad`: modules and optimizers have it.",
        2,
    ),
    (
        "def f(p):\n    p.data.sub_(p.grad.data * 0.1)",
        {"raised": (ATTRIBUTE, "'NoneType' object has no attribute 'data'", "answer.py", 2)},
        "`p.grad` is None here: at this point there is no gradient.",
        2,
    ),
    (
        "def f(p):\n    p.grad = 0",
        {
            "raised": (
                "TypeError",
                "assigned grad expected to be a Tensor or None but got grad of type int",
                "answer.py",
                2,
            )
        },
        "`.grad` holds a tensor or None; here it is given an int.",
        2,
    ),
    (
        "def f(out, threshold):\n    if out >= threshold:\n        return 1",
        {"raised": ("RuntimeError", "Boolean value of Tensor with more than one value is ambiguous", "answer.py", 2)},
        "`if` asks for one yes or no; `out >= threshold` is a tensor, with one for each number.",
        2,
    ),
    (
        "class N(nn.Module):\n    def forward(self, x):\n        x = nn.ReLU(x)\n        return self.fc2(x)",
        {"exercise": "N", "raised": ("TypeError", "linear(): argument 'input'", "answer.py", 4)},
        "`nn.ReLU(x)` makes a layer with the setting `x`, and does not apply it to `x`.",
        3,
    ),
    (
        "def f(model):\n    for i, p in enumerate(model.parameters):\n        p.grad = None",
        {"raised": ("TypeError", "'method' object is not iterable", "answer.py", 2)},
        "`model.parameters` is a method that is not called here: there is nothing in it to go through.",
        2,
    ),
    *(
        (
            f"def f(p, y):\n    return {code}",
            {"raised": ("RuntimeError", f"mean(): {text}", "answer.py", 2)},
            "`p == y` holds True and False, and `mean` takes floats alone: `.float()` makes them.",
            2,
        )
        for code, text in (
            (
                "(p == y).mean()",
                "could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Bool",
            ),
            ("torch.mean(p == y)", "input dtype should be either floating point or complex dtypes. Got Bool instead."),
        )
    ),
    (
        "class N(nn.Module):\n    x = 1",
        {
            "exercise": "N",
            "raised": (ATTRIBUTE, "module 'answer' has no attribute 'N'", None, None),
            "message": "yours     answer.py stopped at line 1 (NameError: name 'nn' is not defined), before N",
        },
        "`nn` is not imported: `import torch.nn as nn` belongs at the top.",
        1,
    ),
    (
        "class N(nn.Module):\n    def __init__(self):\n        self.weight = nn.Parameter(torch.rand(3))",
        {
            "exercise": "N",
            "raised": (ATTRIBUTE, "cannot assign parameters before Module.__init__() call", "answer.py", 3),
        },
        "A parameter is kept here before `super().__init__()` has run: the module has no place for it yet.",
        3,
    ),
    (
        "def f(x):\n    n, c, h, w = x.shape\n    return c * h * w",
        {"raised": ("ValueError", "not enough values to unpack (expected 4, got 3)", "answer.py", 2)},
        "`n, c, h, w = x.shape` wants exactly four dimensions, and here there are fewer.",
        2,
    ),
    (
        "def f(model):\n    return {n: p.shape for n, p in model.parameters()}",
        {"raised": ("ValueError", "too many values to unpack (expected 2)", "answer.py", 2)},
        "`(n, p)` takes exactly two values, and here there are more.",
        2,
    ),
    *(
        (
            "def f(x):\n    return g(x)",
            {"raised": ("TypeError", f"{name}() missing 1 required positional {text}", "answer.py", 2)},
            said,
            2,
        )
        for name, text, said in (
            ("unsqueeze", 'arguments: "dim"', "`unsqueeze` is called here without `dim`, which it needs."),
            ("Linear.__init__", "argument: 'bias'", "`Linear` is called here without `bias`, which it needs."),
        )
    ),
    (
        "def f(batches):\n    for x, y in batches:\n        return x",
        {"raised": ("ValueError", "too many values to unpack (expected 2)", "answer.py", 2)},
        "`(x, y)` takes exactly two values, and here there are more.",
        2,
    ),
    (
        "def f(p):\n    return p.size(0) * p.size(1)",
        {
            "raised": (
                "IndexError",
                "Dimension out of range (expected to be in range of [-1, 0], but got 1)",
                "answer.py",
                2,
            )
        },
        "Here a tensor is asked for its dimension 1, which it does not have; they are counted from 0.",
        2,
    ),
    (
        "def f(x, w):\n    return torch.mm(x, w.t())",
        {"raised": ("RuntimeError", "self must be a matrix", "answer.py", 2)},
        "`mm` takes only tensors of two dimensions, and here comes one with another number of them.",
        2,
    ),
    (
        "def f(x):\n    return torch.mean([x])",
        {
            "raised": (
                "TypeError",
                "mean(): argument 'input' (position 1) must be Tensor, not list",
                "answer.py",
                2,
            )
        },
        "`mean` takes a tensor here, and gets a list.",
        2,
    ),
    (
        "def f(x):\n    return x.shape()[0]",
        {"raised": ("TypeError", "'torch.Size' object is not callable", "answer.py", 2)},
        "`x.shape` is a shape and no function: parentheses after it call it.",
        2,
    ),
    (
        "def f(betas):\n    return 1 - betas",
        {"raised": ("TypeError", "unsupported operand type(s) for -: 'int' and 'tuple'", "answer.py", 2)},
        "`-` does not work between an int and a tuple, which meet here.",
        2,
    ),
    (
        "class N:\n    def __init__(self, bias):\n        if bias:\n            self.b = 1\n    def get(self):\n"
        "        return self.b",
        {"exercise": "N", "raised": (ATTRIBUTE, "'N' object has no attribute 'b'", "answer.py", 6)},
        "`self.b` is set only where `bias` holds, and is missed here.",
        6,
    ),
    (
        "class N:\n    def __init__(self, lr):\n        self.lr += lr",
        {"exercise": "N", "raised": (ATTRIBUTE, "'N' object has no attribute 'lr'", "answer.py", 3)},
        "`self.lr += lr` changes `self.lr`, which has no value yet.",
        3,
    ),
    (
        "class N:\n    def __init__(self):\n        self.b = self.a\n        self.a = 1",
        {"exercise": "N", "raised": (ATTRIBUTE, "'N' object has no attribute 'a'", "answer.py", 3)},
        "`self.a` is read here before anything gives it a value.",
        3,
    ),
    (
        "def f(net):\n    net.zero_grad()\n    print(net.grad)",
        {"raised": ("TypeError", "cannot unpack non-iterable NoneType object", None, None)},
        "`f` prints its result and returns nothing: whoever calls it gets None.",
        3,
    ),
    (
        "def f(image):\n    return torch.tensor(image.numpy())",
        {"raised": ("RuntimeError", "Can't call numpy() on Tensor that requires grad. Use …", "answer.py", 2)},
        "A tensor that still belongs to a graph cannot become a NumPy array.",
        2,
    ),
    (
        "def f(x):\n    return time.time() - x",
        {"raised": ("NameError", "name 'time' is not defined", "answer.py", 2)},
        "`time` is not imported: `import time` belongs at the top.",
        2,
    ),
    (
        "def f(x):\n    return time.item() - x",
        {"raised": ("NameError", "name 'time' is not defined", "answer.py", 2)},
        "`time` means nothing here: neither the function nor the file gives it a value.",
        2,
    ),
    (
        "def f(model):\n    return sum(p.numel() for p in model.parameters)",
        {"raised": ("TypeError", "'method' object is not iterable", "answer.py", 2)},
        "`model.parameters` is a method that is not called here: there is nothing in it to go through.",
        2,
    ),
    (
        "def f(p):\n    return tuple(p.size)",
        {"raised": ("TypeError", "'builtin_function_or_method' object is not iterable", "answer.py", 2)},
        "`p.size` is a function that is not called here: there is nothing in it to go through.",
        2,
    ),
    (
        "def f(p, q):\n    return tuple(p.size), list(q.size)",
        {"raised": ("TypeError", "'builtin_function_or_method' object is not iterable", "answer.py", 2)},
        None,
        None,
    ),
    (
        "def f(model):\n    for n, p in model.state_dict():\n        pass",
        {"raised": ("ValueError", "too many values to unpack (expected 2)", "answer.py", 2)},
        "`(n, p)` takes exactly two values, and a dict gives its names alone: `.items()` gives pairs.",
        2,
    ),
    (
        "def f(x):\n    return max(x, 0)",
        {"raised": ("RuntimeError", "Boolean value of Tensor with more than one value is ambiguous", "answer.py", 2)},
        "Python's `max` asks which of its arguments is larger, for one yes or no; of tensors "
        "there is one for each number.",
        2,
    ),
    (
        "def f(c, model, x, y):\n    return c(y, model(x))",
        {
            "raised": (
                "NotImplementedError",
                "\"log_softmax_lastdim_kernel_impl\" not implemented for 'Long'",
                "answer.py",
                2,
            )
        },
        "Here whole numbers come where scores are expected: a criterion takes the model's output "
        "first, then the labels.",
        2,
    ),
    (
        "def f(x):\n    for i in range(x.shape):\n        pass",
        {"raised": ("TypeError", "'torch.Size' object cannot be interpreted as an integer", "answer.py", 2)},
        "`range` takes whole numbers, and here it gets a shape.",
        2,
    ),
    (
        "def f(x):\n    for i in range(1, len(x)):\n        x.shape[i]",
        {"raised": ("IndexError", "tuple index out of range", "answer.py", 3)},
        "`x.shape` has no entry for every `i`: it has one for each dimension of `x`.",
        3,
    ),
    (
        "def f(image):\n    return torch.tensor([image])",
        {"raised": ("ValueError", "only one element tensors can be converted to Python scalars", "answer.py", 2)},
        "Here one number is taken out of a tensor that holds several.",
        2,
    ),
    (
        "def f(p):\n    p.grad += None",
        {"raised": ("TypeError", "unsupported operand type(s) for +=: 'Tensor' and 'NoneType'", "answer.py", 2)},
        "`+=` does not work between a tensor and None, which meet here.",
        2,
    ),
    (
        "def f(model):\n    for layer in model.children():\n        layer.weight",
        {"raised": ("AttributeError", "'AvgPool2d' object has no attribute 'weight'", "answer.py", 3)},
        "`layer` is an AvgPool2d here, and has no `weight`.",
        3,
    ),
    (
        "def f(score):\n    return score(lr='a')",
        {"raised": ("TypeError", "unsupported operand type(s) for -: 'str' and 'int'", "answer.py", 2)},
        None,
        None,
    ),
]
