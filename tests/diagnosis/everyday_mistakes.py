"""Everyday mistakes: the text of an answer, what its checks met, the sentence that is said of it, and its line."""

ATTRIBUTE = "AttributeError"
UNFITTING = (
    'Error(s) in loading state_dict for N:\n\tMissing key(s) in state_dict: "out.weight", "out.bias". \n'
    '\tUnexpected key(s) in state_dict: "fc.weight", "fc.bias". '
)
MISSHAPEN = (
    "Error(s) in loading state_dict for N:\n\tsize mismatch for fc.weight: copying a param with shape "
    "torch.Size([2, 3]) from checkpoint, the shape in current model is torch.Size([1, 2])."
)
MISTAKES = [
    ("def f(model, lr):\n    model.eval()", {}, "`f` takes `lr` and never uses it.", 1),
    (
        "def f(t, seen=[]):\n    seen.append(t)\n    return len(seen)",
        {},
        "`seen=[]` is made once, when the function is defined, and keeps what earlier calls put into it.",
        1,
    ),
    (
        "counts = {}\ndef f(t):\n    counts[t] = 1\n    return counts",
        {},
        "`counts = {}` runs once, with the file: what one call puts into it, the next finds.",
        1,
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
        "class N:\n    pass\nN = N()",
        {"exercise": "N"},
        "`N = N()` gives the name `N` to one object, and the class has no name any more: call the object otherwise.",
        3,
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
        "class N(nn.Module):\n    pass",
        {"exercise": "N"},
        "The class `N` has no `forward`: nothing says what it does with its input.",
        1,
    ),
    ("class N(nn.Module):\n    pass", {"exercise": "N.g"}, "The class `N` has no method `g`.", 1),
    ("def f(x, lr):\n    return x", {}, "`f` takes `lr` and never uses it.", 1),
    ("def f(x):\n    x = 3\n    return x", {}, "`x = 3` overwrites the argument `x` before anything has read it.", 2),
    ("def f(x):\n    x.sqrt()\n    return x", {}, "`x.sqrt()` makes a new value, and nothing keeps it.", 2),
    (
        "def f(x):\n    n = 0\n    n + len(x)\n    return n",
        {},
        "`n + len(x)` makes a new value, and nothing keeps it.",
        3,
    ),
    ("def f(p):\n    p.data.sub(p.grad)", {}, "`p.data.sub(p.grad)` makes a new value, and nothing keeps it.", 2),
    (
        "class N(nn.Module):\n    def __init__(self):\n        self.act = nn.Sigmoid()\n    def forward(self, x):\n"
        "        self.act(x)\n        return x",
        {"exercise": "N"},
        "`self.act(x)` makes a new value, and nothing keeps it.",
        5,
    ),
    (
        "def f(k):\n    if k < 1:\n        return ValueError('k')",
        {},
        "`return ValueError('k')` gives an exception back as a value: `raise` raises it.",
        3,
    ),
    ("def f(k):\n    ValueError('k')", {}, "`ValueError('k')` only makes an exception: `raise` raises it.", 2),
    ("def f(x):\n    F.relu(x)\n    return x", {}, "`F.relu(x)` makes a new value, and nothing keeps it.", 2),
    (
        "def f(p):\n    p.grad == 0",
        {},
        "`p.grad == 0` only compares: it changes nothing, and nothing asks for the answer.",
        2,
    ),
    (
        "def f(model, path):\n    torch.save(model.state_dict, path)",
        {},
        "`model.state_dict` is not called: without parentheses it only names the function.",
        2,
    ),
    (
        "def f(loss):\n    loss.backward",
        {},
        "`loss.backward` is not called: without parentheses it only names the function.",
        2,
    ),
    (
        "def f(x):\n    raise NotImplementedError\n    return x",
        {"status": "not_started"},
        "`raise NotImplementedError` still stands above your code: Python stops there and never comes to line 3.",
        2,
    ),
    (
        "def f(d):\n    return print(d)",
        {"saw": None},
        "`return print(d)` gives back None: print shows a value on the screen, and returns nothing.",
        2,
    ),
    (
        "class N(nn.Module):\n    def forward(self, x):\n        x = self.a(x)\n        self.b(x)",
        {"exercise": "N", "saw": None},
        "`forward` ends with `self.b(x)` and has no `return`: whoever calls it gets None.",
        4,
    ),
    (
        "def f(d):\n    print(d)",
        {"saw": None},
        "`f` prints its result and returns nothing: whoever calls it gets None.",
        2,
    ),
    (
        "def f(x):\n    return F.relu(x)",
        {"raised": ("NameError", "name 'F' is not defined", "answer.py", 2)},
        "`F` is not imported: in this file nothing says that it means torch.nn.functional.",
        2,
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
        "`nn` is not imported: in this file nothing says that it means torch.nn.",
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
    ("def g(x):\n    return x\ndef ff(x):\n    return x", {"exercise": "g1"}, None, None),
    (
        "def count_parameter(model):\n    return 1",
        {"exercise": "count_parameters"},
        "There is `count_parameter`, and no `count_parameters`: Python takes every name as it is spelt.",
        1,
    ),
    (
        "class Net:\n    x = 1\ndef features(self, x):\n    return x",
        {"exercise": "Net.features"},
        "`features` stands outside of the class Net: a method is indented as the class's other methods are.",
        3,
    ),
    (
        "class Net(nn.Module):\n    def _init_(self):\n        pass",
        {"exercise": "Net"},
        "Python does not know `_init_`: the method that makes an object is called `__init__`, two underscores on each "
        "side.",
        2,
    ),
    (
        "class SGD:\n    buffers = {}\n    def step(self):\n        self.buffers[0] = 1",
        {"exercise": "SGD"},
        "`buffers = {}` stands in the class, so all of its objects share it.",
        2,
    ),
    (
        "class SGD:\n    def __init__(self, lr):\n        self.lr = lr\n    def step(self):\n        pass",
        {"exercise": "SGD"},
        "`self.lr` is kept, and nothing ever reads it.",
        3,
    ),
    (
        "class Net(nn.Module):\n    def __init__(self):\n        self.weight = torch.rand(3).requires_grad_()",
        {"exercise": "Net"},
        "`self.weight` is a plain tensor: PyTorch counts only an `nn.Parameter` among the parameters of a module.",
        3,
    ),
    (
        "class Net(nn.Module):\n    def forward(self, x):\n        return nn.Sigmoid(x)",
        {"exercise": "Net"},
        "`nn.Sigmoid(x)` makes a layer with the setting `x`, and does not apply it to `x`.",
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
        "class N(nn.Module):\n    def __init__(self):\n        self.layers = [nn.Linear(2, 1)]\n"
        "    def forward(self): ...",
        {"exercise": "N"},
        "`self.layers` is a plain list: PyTorch does not look into it for layers, so that none of these is part of the "
        "module.",
        3,
    ),
    (
        "class N:\n    def step(self):\n        for p in self.params:\n            self.v = self.m * self.v + p.grad",
        {"exercise": "N"},
        "`self.v` is one for all: each parameter goes on from what the one before left there.",
        4,
    ),
    (
        "class N:\n    def __init__(self, bias):\n        if bias:\n            self.b = 1\n    def get(self):\n"
        "        return self.b",
        {"exercise": "N", "raised": (ATTRIBUTE, "'N' object has no attribute 'b'", "answer.py", 6)},
        "`self.b` is set only where `bias` holds, and is missed here.",
        6,
    ),
    (
        "def f(make):\n    optimizer = torch.optim.SGD(make().parameters(), lr=1)\n    return make()",
        {},
        "`make()` makes a model for the optimizer alone: no other model learns from its steps.",
        2,
    ),
    (
        "def f(m, path):\n    torch.save(m, path)\ndef load(path):\n    return torch.load(path, weights_only=False)",
        {},
        "`torch.load(path, weights_only=False)` runs whatever code somebody has put into the file.",
        4,
    ),
    (
        "def f(n, seed):\n    torch.manual_seed(seed)\n    return torch.rand(n)",
        {},
        "`torch.manual_seed(seed)` seeds the random numbers of the whole program, not those of this function alone.",
        2,
    ),
    (
        "def f(model):\n    torch.set_grad_enabled(False)\n    return model(1)",
        {},
        "`torch.set_grad_enabled(False)` stays in force after the call.",
        2,
    ),
    (
        "def f(n):\n    rows = [[0] * n] * n\n    rows[0][0] = 1\n    return rows",
        {},
        "`[[0] * n] * n` holds one and the same row several times: what is written into one shows in all.",
        2,
    ),
    (
        "def share(x):\n    return sum(DataLoader(x, 2))\ndef f(x, seed):\n    return share(x[seed:])",
        {},
        "A DataLoader without a generator draws from the global random state whenever it is gone through.",
        2,
    ),
    (
        "def f(net):\n    net.zero_grad()\n    print(net.grad)",
        {"raised": ("TypeError", "cannot unpack non-iterable NoneType object", None, None)},
        "`f` prints its result and returns nothing: whoever calls it gets None.",
        3,
    ),
    (
        "def f(x):\n    x = x + 1",
        {"saw": None},
        "`f` has no `return`: whoever calls it gets None.",
        1,
    ),
    (
        "class N:\n    def step(self, p):\n        s = self.state.get(p, {'t': 0})\n        s['t'] += 1",
        {"exercise": "N"},
        "`{'t': 0}` is new each time, and nothing puts it into `self.state`: what is changed in it is lost.",
        3,
    ),
    (
        "def f(image):\n    return torch.tensor(image.numpy())",
        {"raised": ("RuntimeError", "Can't call numpy() on Tensor that requires grad. Use …", "answer.py", 2)},
        "A tensor that still belongs to a graph cannot become a NumPy array.",
        2,
    ),
]
