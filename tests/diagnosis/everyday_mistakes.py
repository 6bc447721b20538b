"""Everyday mistakes: the text of an answer, what its checks met, the sentence that is said of it, and its line."""

MISTAKES = [
    (
        "def f(model, optimizer):\n    optimizer.zero_grad()\n    model.loss().backward()\n    model.move()",
        {},
        "`f` never calls `optimizer.step()`: how the weights move is for the optimizer that it is given.",
        1,
    ),
    (
        "class N:\n    def __init__(self, lr, eps):\n        self.lr, self.eps = lr, eps\n    def step(self):\n"
        "        return self.lr",
        {"exercise": "N"},
        "`self.eps` is kept, and nothing ever reads it.",
        3,
    ),
    (
        "def f(p):\n    g = p.grad\n    g = None",
        {},
        "`g = None` only gives the name `g` to something else, and `p.grad` stays as it was.",
        3,
    ),
    ("def f(p):\n    g = p.grad\n    g = 2 * g\n    return g", {}, None, None),
    ("def f(p):\n    g = p.grad\n    g = g.zero_()", {}, None, None),
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
        "class N:\n    pass\nN = N()",
        {"exercise": "N"},
        "`N = N()` gives the name `N` to one object, and the class has no name any more: call the object otherwise.",
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
        "def f(x):\n    loss = x.detach().sum()\n    loss.requires_grad = True\n    loss.backward()",
        {},
        "`loss.requires_grad = True` joins `loss` to nothing: "
        "where it has left the graph, backward() reaches no weight.",
        3,
    ),
    ("def f(x):\n    x.grad = None\n    x.requires_grad_()\n    x.sum().backward()", {}, None, None),
    (
        "def f(x):\n    bent = torch.relu(x)\n    return 2 * x",
        {},
        "`bent = torch.relu(x)` is worked out, and nothing reads `bent`.",
        2,
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
        "net = N()\nopt = SGD(net.parameters())\ndef f(model, x):\n    model(x).sum().backward()\n    opt.step()",
        {},
        "`opt` is made outside of `f`, for a model of the file: its steps do not move the `model` that `f` is given.",
        5,
    ),
    (
        "class N(nn.Module):\n    def __init__(self, a, b):\n        self.w = nn.Parameter(torch.Tensor(a, b))\n"
        "    def forward(self, x):\n        return x @ self.w",
        {"exercise": "N"},
        "Nothing fills `self.w`: `torch.Tensor(a, b)` only takes memory, with whatever numbers were there.",
        3,
    ),
    (
        "def f(x):\n    total, count = 0, 0\n    for y in x:\n        total += y\n    return total / count",
        {},
        "`count` is still 0 where this line divides by it: nothing adds to it.",
        5,
    ),
    (
        "class N(nn.Module):\n    def __init__(self, a):\n        super().__init__()\n        fc = nn.Linear(a, 1)\n"
        "    def forward(self, x):\n        return self.fc(x)",
        {"exercise": "N"},
        "Nothing sets `self.fc`: without `self.`, `fc` is gone when `__init__` ends.",
        4,
    ),
    (
        "class R(Function):\n    def forward(ctx, x):\n        ctx.x = x\n        return x.clamp(min=0)\n"
        "    def backward(ctx, g):\n        (x,) = ctx.saved_tensors\n        return g * (x > 0)",
        {"exercise": "R"},
        "`ctx.saved_tensors` is empty: only what `save_for_backward(…)` was given in `forward` is in it.",
        6,
    ),
    (
        "class N:\n    def step(self):\n        for p in self.params:\n            g = p.grad\n"
        "            self.v = self.m * self.v + g",
        {"exercise": "N"},
        "`self.v` is one for all: each parameter goes on from what the one before left there.",
        5,
    ),
    (
        "def f(xs):\n    best = 0\n    for x in xs:\n        if x > best:\n            best = x\n        return best",
        {},
        "This `return` ends the loop in its first round: the rest of `xs` is never looked at.",
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
        {"title": "the global random state stays as it is"},
        "`torch.manual_seed(seed)` seeds the random numbers of the whole program, not those of this function alone.",
        2,
    ),
    ("def f(n, seed):\n    torch.manual_seed(seed)\n    return torch.rand(n)", {}, None, None),
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
        {"title": "the next random numbers are as if nothing had been drawn"},
        "A DataLoader without a generator draws from the global random state whenever it is gone through.",
        2,
    ),
    (
        "def f(x):\n    x = x + 1",
        {"saw": None},
        "`f` has no `return`: whoever calls it gets None.",
        1,
    ),
    (
        "def f(x):\n    for y in x:\n        y.backward()",
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
]
