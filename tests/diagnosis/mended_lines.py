"""Lines of a function's body, each with the same line mended and what is said of it."""

OPERATORS = [
    ("return x", "return (x,)", "`x` stands alone, where a tuple or a list is asked for"),
    ("return len(x)", "return (x).numel()", "`len(x)` counts along the first dimension alone"),
    (
        "return torch.log(x).clamp(min=-9)",
        "return ((torch.log(x)).clamp(min=-100)).clamp(min=-9)",
        "`torch.log(x)` becomes minus infinity at 0: its bound is not the one that is asked for",
    ),
    ("return x / x.std()", "return x / (x.std()).clip(min=1e-12)", "`x.std()` is 0 where all numbers are the same"),
    # dropping
    ("return x.squeeze()", "return x", "`.squeeze()` does not belong here"),
    ("return torch.relu(x)", "return x", "`relu(…)` does not belong here"),
    ("return x, y", "return tuple(_part.float() for _part in (x, y))", "`x, y` is not float32 throughout"),
    ("z = x.astype(float)", "z = x.copy()", "`x.astype(float)` has another dtype than `x`"),
    ("return x.int()", "return (x >= 0.5).int()", "`x.int()` cuts everything below 1 down to 0"),
    (
        "return np.array(x, dtype=float)",
        "return np.array(x, dtype=x.dtype)",
        "`float` is not the dtype that is needed here",
    ),
    (
        "for a in x:\n        y = len(a)\n    return y",
        "y = 0\n    for a in x:\n        y += len(a)\n    return y",
        "after the loop, `y` is what the last round made of it, without those before",
    ),
    ("return torch.round(x)", "return (x >= 0.5).float()", "`torch.round(x)` rounds one half down to 0"),
    (
        "return x.chunk(len(x) // n)",
        "return x.split(n)",
        "`chunk` is told how many parts there are, and not how large one is",
    ),
    (
        "return [(a, b) for a, b in x > 0]",
        "return [tuple(_part.nonzero().flatten() for _part in (a, b)) for a, b in x > 0]",
        "`(a, b)` is made of masks, and not of places",
    ),
    (
        "for a in x:\n        a.backward()\n    optimizer.step()",
        "for a in x:\n        a.backward()\n        optimizer.step()\n    pass",
        "`optimizer.step()` comes once, after the loop, and not in its rounds",
    ),
    ("y, n = x.max(dim=1)", "n, y = x.max(dim=1)", "`y, n` has its two parts the wrong way round"),
    ("return x / n - y", "return (x - y) / n", "in `x / n - y` `/` comes before `-`, as there are no parentheses"),
    (
        "if x > n:\n        n = x\n        y.append(x)",
        "if x > n:\n        n = x\n    y.append(x)",
        "`y.append(x)` is done only where `x > n` holds",
    ),
    (
        "net = y()\n    for a in x:\n        net(a).backward()\n    return net(x)",
        "net = y()\n    for a in x:\n        net(a).backward()\n    net.eval()\n    return net(x)",
        "nothing switches `net` to eval mode when it has been trained",
    ),
    ("return x > 0", "return x >= 0.5", "`x > 0` does not decide at the number at which it should"),
    ("return 100 * x / n", "return x / n", "`100 * x` counts in percent"),
    ("return x / len(x)", "return x", "`x / len(x)` divides by `len(x)`, which does not belong here"),
    ("return [a for a in x if a > 0]", "return [a for a in x if True]", "`if a > 0` leaves out what belongs to it"),
    (
        "return {a: b if b is None else b * 2 for a, b in x}",
        "return {a: b if b is None else b * 2 for a, b in x if b is not None}",
        "where `b` is None an entry is made all the same, and none is asked for",
    ),
    (
        "for i, p in enumerate(model.parameters()):\n        y[i] = p",
        "for i, p in model.named_parameters():\n        y[i] = p",
        "`enumerate` counts the parameters, and their names are asked for",
    ),
    ("return x, y", "return list(zip(x, y))", "`x, y` gives two rows of things, and not the pairs of one of each"),
    ("a, b = g(x, y)", "b, a = g(y, x)", "`g(…)` gets `x` and `y` in the wrong order"),
    ("x.zero_()", "pass", "`x.zero_()` does not belong here"),
    (
        "return torch.sum(x, keepdim=True)",
        "return torch.sum(x)",
        "`sum(…)` is given `keepdim=True`, which does not belong here",
    ),
    # words, signs, orders, calls
    ("return torch.softmax(x, dim=1)", "return torch.sigmoid(x)", "`softmax` is not what is asked for here"),
    ("return nn.Softmax(dim=-1)", "return nn.Sigmoid()", "`Softmax` is not what is asked for here"),
    ("return x.clamp(max=0)", "return x.clamp(min=0)", "`max=0` bounds the wrong side"),
    ("return x + n * y", "return ((y) + n * (x))", "`x` and `y` stand in each other's places"),
    # names
    ("return x * x", "return y * y", "`x` is not the one that is needed in `return x * x`"),
    # twins
    (
        "a = x / (1 - n)\n    b = y / (1 - n)",
        "a = x / ((1) + (n))\n    b = y / ((1) + (n))",
        "`-` is not the operation that is needed in `1 - n`",
    ),
    # control flow
    (
        "for a in x:\n        y.add_(a)\n        return y",
        "for a in x:\n        y.add_(a)\n    return y",
        "`return y` stands inside the loop, and so ends it in its first round",
    ),
    (
        "y = x\n    x = y + 1",
        "x = y + 1\n    y = x",
        "`y = x` comes before `x = y + 1`: too early",
    ),
    ("return [a for a in range(n)]", "return [a for a in range(1, n)]", "`range(n)` begins with 0"),
    ("y = x + 1", "y = x + 1\n    return y", "f ends without a return, so it gives None"),
    (
        "for _ in range(n):\n        y = model(x)\n        y.backward()",
        "y = model(x)\n    y.backward()",
        "the loop over `range(n)` repeats what is to be done once",
    ),
    # numbers, formulas, averages
    (
        "y = n * y + x",
        "y = (n * y + (1 - n) * (x))",
        "`x` is added in full, to an average that keeps only a share of what was",
    ),
    (
        "y.mul_(n).add_(x)",
        "y.mul_(n).add_(((1 - n) * (x)))",
        "`x` is added in full, to an average that keeps only a share of what was",
    ),
    (
        "return torch.where(y == 1, x, -x)",
        "return (y * (x) + (1 - y) * (-x))",
        "`torch.where(y == 1, x, -x)` takes one or the other, and `y` may lie between",
    ),
    (
        "y += (1 - n) * x",
        "y = (n) * y + (1 - n) * x",
        "`y += (1 - n) * x` adds a share of what is new to all of what was, and keeps no share of that",
    ),
    (
        "return y * x + 1 - y * n",
        "return y * x + (1 - y) * n",
        "in `y * x + 1 - y * n` `*` comes before `-`, as there are no parentheses",
    ),
    (
        "if n > 1:\n        raise ValueError\n    return x * n - y",
        "if n > 1:\n        raise ValueError\n    return x * y - n",
        "`y` and `n` stand in each other's places",
    ),
    (
        "return x - x.max(dim=0).values",
        "return x - x.max(dim=1, keepdim=True).values",
        "`max` goes along dimension 0 here, and that is not the one",
    ),
    # logarithms
    (
        "return -torch.log(x[range(3), y] + 1e-9)",
        "return -torch.log_softmax(x, dim=-1)[range(3), y]",
        "`torch.log(x[range(3), y] + 1e-9)` takes `x` for probabilities, and they are raw scores",
    ),
    (
        "p = torch.softmax(x, 1) + 1e-9\n    return torch.log(p)[y]",
        "p = torch.log_softmax(x, 1)\n    return p[y]",
        "what `softmax` makes very small is 0 in the end, and `torch.log(p)` cannot bring it back",
    ),
    (
        "return torch.log(x + n) + torch.log(1 - x + n)",
        "return torch.log(x).clamp(min=-100) + torch.log(1 - x).clamp(min=-100)",
        "`n` in `torch.log(1 - x + n)` changes all logarithms, and does not bound them",
    ),
    (
        "p = torch.softmax(x, 1)\n    z = p[n, y]\n    return torch.log(z + 1e-9)",
        "p = torch.log_softmax(x, 1)\n    z = p[n, y]\n    return z",
        "what `softmax` makes very small is 0 in the end, and `torch.log(z + 1e-9)` cannot bring it back",
    ),
    # gradients
    (
        "y.backward()\n    optimizer.step()",
        "optimizer.zero_grad()\n    y.backward()\n    optimizer.step()",
        "nothing clears the gradients between two calls",
    ),
    ("y.backward()", "y.backward()\n    optimizer.step()", "no step follows `y.backward()`"),
    (
        "return model(x)",
        "with torch.no_grad():\n        return model(x)",
        "a graph is recorded: nothing switches that off",
    ),
    (
        "for p in x:\n        p -= p.grad",
        "for p in x:\n        if p.grad is None:\n            continue\n        p -= p.grad",
        "a parameter without a gradient, whose .grad is None, is not skipped",
    ),
    (
        "z = x.sum()\n    optimizer.step()",
        "z = x.sum()\n    z.backward()\n    optimizer.step()",
        "nothing works out the gradients before `optimizer.step()`",
    ),
    (
        "return [p.grad + 1 for p in x]",
        "return [p.grad + 1 for p in x if p.grad is not None]",
        "a parameter without a gradient, whose .grad is None, is not skipped",
    ),
    # copies
    (
        "return x.grad",
        "return x.grad if x.grad is None else x.grad.clone()",
        "`x.grad` is no copy: it goes on changing with the original",
    ),
    ("x.add_(1)", "x.add(1)", "`add_()` changes the tensor itself, and whoever else holds it sees that"),
    # shapes
    (
        "return x.sum(dim=1)",
        "return x.sum(dim=0)",
        "`sum` goes along dimension 1 here, and that is not the one",
    ),
    ("return x.max()", "return x.max(dim=1)", "`max` goes over all numbers at once here"),
    (
        "return x[:, y]",
        "return x[torch.arange(len(x)), y]",
        "`x[:, y]` takes a column of every row instead of one entry of each",
    ),
    ("return x.view(-1)", "return x.flatten(1)", "`x.view(-1)` does not keep one row for each sample"),
    ("return x.squeeze(1)", "return x.flatten(1)", "`x.squeeze(1)` takes a dimension away that is needed"),
    # numbers, formulas, averages
    (
        "for a in x:\n        n += 1",
        "for a in x:\n        n += len(a)",
        "`n += 1` counts rounds and not samples",
    ),
    ("return (x >= 0.5).long()", "return (x >= n).long()", "the number 0.5 is fixed here, whatever is given"),
    ("return n * (x >= 0.5)", "return n * (x >= n)", "the number 0.5 is not the one that is needed here"),
    (
        "return x / ((y + 1).sqrt() + n)",
        "return x / (y + 1 + n).sqrt()",
        "`n` comes after `sqrt` and not inside of it",
    ),
    (
        "return x.sum() / len(x)",
        "return x.mean()",
        "`x.sum() / len(x)` is no mean over all numbers: the divisor does not fit",
    ),
    (
        "return x.log() + (1 - x).log()",
        "return torch.log(x).clamp(min=-100) + torch.log((1 - x)).clamp(min=-100)",
        "`x.log()` is not bounded itself, and the logarithm of 0 is minus infinity",
    ),
    # words, signs, orders, calls
    ("return x.sum()", "return x.mean()", "`sum` is not what is asked for here"),
    ("return x > n", "return x >= n", "`x > n` decides wrongly where the two sides are equal"),
    ("return x - y", "return y - x", "`x - y` has its two sides the wrong way round"),
    (
        "return torch.randperm(n)",
        "return torch.randperm(n, generator=generator)",
        "`torch.randperm(n)` draws from the global random state",
    ),
    ("return x, y, n", "return n, y, x", "`x` and `n` stand in each other's places"),
    (
        "return x > 0 and y < n",
        "return x >= 0 and y <= n",
        "`x > 0 and y < n` decides wrongly where two sides are equal",
    ),
    ("return f(x, grad=False)", "return f(x, grad=True)", "`grad=False` is not what is needed here"),
    # names
    ("return x + x", "return y + x", "`x` is not the one that is needed in `return x + x`"),
    ("return x - n", "return n - x", "`x` and `n` stand in each other's places"),
    ("return torch.relu(x)", "return torch.relu(model(x))", "nothing goes through `model` here"),
    # refusals
    (
        "return x",
        "if x.shape != y.shape:\n        raise ValueError()\n    return x",
        "nothing refuses `x` and `y` of different shapes",
    ),
    (
        "if n < 0:\n        raise ValueError()\n    return x",
        "if n < 1:\n        raise ValueError()\n    if n < 0:\n        raise ValueError()\n    return x",
        "the refusals do not cover every case of too small a `n`",
    ),
    # logarithms, copies
    (
        "m = x.max()\n    return torch.log(torch.exp(x - m).sum())",
        "m = x.max()\n    return torch.log(torch.exp(x - m).sum())"
        " + m.reshape((torch.log(torch.exp(x - m).sum())).shape)",
        "`x - m` subtracts `m` before `exp`, and `torch.log(torch.exp(x - m).sum())` lacks it",
    ),
    (
        "for a in x:\n        y(model(a)).backward()\n        n += len(a)",
        "for a in x:\n        y(model(a)).backward()\n        n += len(a)\n"
        "    for _p in model.parameters():\n        if _p.grad is not None:\n            _p.grad /= n",
        "the rounds add up the gradients of a sum, and nothing divides those by `n`",
    ),
    (
        "x.uniform_(-1 / n, 1 / n)",
        "x.uniform_(-1 / y, 1 / y)",
        "`n` is not the one that is needed in `x.uniform_(-1 / n, 1 / n)`",
    ),
    (
        "return torch.logsumexp(x, dim=(0, 1))",
        "return torch.logsumexp(x, dim=1)",
        "`logsumexp` goes along several dimensions at once here",
    ),
    (
        "if n == 1:\n        raise y",
        "if n != 1:\n        raise y",
        "`n == 1` holds for input that is fine, and refuses it",
    ),
    (
        "for i, p in enumerate(x):\n        x[i] = p - n",
        "for i, p in enumerate(x):\n        p.data = p - n",
        "`x[i] = p - n` puts a new tensor into the list, and `p` itself stays as it was",
    ),
    ("a = b = [x]", "a = [x]\n    b = [x]", "`a` and `b` are one and the same object"),
    (
        "return [x.sqrt()] * n",
        "return [x.sqrt() for _ in range(n)]",
        "`[x.sqrt()] * n` holds one and the same object several times: what is written into one shows in all",
    ),
    (
        "for m in model.modules():\n        n += len(m.parameters())",
        "for m in model.modules():\n        n += len(m.parameters(recurse=False))",
        "`m.parameters()` holds those of the modules inside, too, and the loop comes to these once more",
    ),
    (
        "return loss(x, y, reduction='sum')",
        "return loss(x, y, reduction='mean')",
        "`reduction='sum'` is not what is asked for here",
    ),
    (
        "return x.grad",
        "return torch.zeros_like(x) if x.grad is None else x.grad",
        "`x.grad` is None as long as nothing was backpropagated",
    ),
    (
        "return torch.zeros(x.shape)",
        "return torch.zeros_like(x)",
        "`torch.zeros(x.shape)` is of float32, whatever dtype is given",
    ),
    ("raise TypeError('no')", "raise ValueError()", "`TypeError` is not the exception that is asked for"),
    # types
    (
        "return (x > n).float()",
        "return torch.sigmoid(x)",
        "`(x > n).float()` is 1. or 0., a decision, and the number itself is needed",
    ),
    (
        "return torch.where(x > n, torch.ones_like(x), torch.zeros_like(x))",
        "return torch.sigmoid(x)",
        "`torch.where(x > n, torch.ones_like(x), …` is 1. or 0., a decision, and the number itself is needed",
    ),
    (
        "return torch.where(x > n, 1.0, 0.0)",
        "return x",
        "`torch.where(x > n, 1.0, 0.0)` is 1. or 0., a decision, and the number itself is needed",
    ),
    (
        "return np.zeros(x.shape)",
        "return x.copy()",
        "`np.zeros(x.shape)` is all zeros, and what was in `x` is lost",
    ),
    ("return x.sum()", "return x.sum().item()", "`x.sum()` is a tensor and no plain number"),
    ("return x >= y", "return (x >= y).long()", "`x >= y` is not int64"),
    (
        "return [x]",
        "return np.array([x])",
        "`[x]` is a list, where another kind of value is needed",
    ),
    # batches
    *(
        (
            f"{before}for b in {loop.format(8)}:\n        optimizer.step()",
            f"{before}for b in {loop.format('10**9')}:\n        optimizer.step()",
            "the samples come in batches of 8, each with a step of its own, and not all at once",
        )
        for before, loop in (
            ("", "range(0, len(x), {})"),
            ("", "DataLoader(x, batch_size={})"),
            ("n = x\n    ", "x.split({})"),
        )
    ),
    # two words
    (
        "y = nn.ReLU()\n    n = nn.Sigmoid()",
        "y = nn.Sigmoid()\n    n = nn.ReLU()",
        "`ReLU` and `Sigmoid` stand in each other's places",
    ),
    (
        "return train_test_split(x, y)",
        "return (lambda _parts: [_parts[index] for index in (0, 2, 1, 3)])(train_test_split(x, y))",
        "`train_test_split` gives both parts of its first argument, and then both of its second",
    ),
    (
        "for i in range(0, len(x), n):\n        y += model(x[i : i + n]) * n",
        "for i in range(0, len(x), n):\n        y += model(x[i : i + len(x[i : i + n])]) * len(x[i : i + n])",
        "`y += model(x[i : i + n]) * n` counts a full batch, and the last one may have fewer samples",
    ),
    # activations
    (
        "return 1 / (1 + torch.exp(x))",
        "return 1 / (1 + torch.exp(-x))",
        "`1 / (1 + torch.exp(x))` falls where its input grows, and a sigmoid rises",
    ),
    ("return (x == y).sum()", "return (x == y).float().mean()", "`(x == y).sum()` counts, and a share is asked for"),
    (
        "if n < 2:\n        return []\n    return x",
        "if n < 2:\n        raise ValueError()\n    return x",
        "`return []` gives something back where a ValueError is asked for",
    ),
    (
        "z = x\n    y.append(x)",
        "z = x\n    y.append((x, z))",
        "`y.append(x)` keeps `x` alone, and more belongs to it",
    ),
    (
        "for a in x:\n        for b in y:\n            b.backward()\n        optimizer.step()",
        "for a in x:\n        for b in y:\n            b.backward()\n            optimizer.step()\n        pass",
        "`optimizer.step()` comes once, after the loop, and not in its rounds",
    ),
    (
        "return max(x), y, n",
        "return *max(x), y, n",
        "`max(x)` has several parts, and all of them stand in one place of what is returned",
    ),
    # extremes
    (
        "best = 0\n    for a in x:\n        if a > best:\n            best = a\n    return best",
        "best = float('-inf')\n    for a in x:\n        if a > best:\n            best = a\n    return best",
        "the search begins at `0`, and what is lower than that never counts",
    ),
    (
        "y, best = [], 0\n    for a in x:\n        if a > best:\n            best = a\n    return best",
        "y, best = [], float('-inf')\n    for a in x:\n        if a > best:\n            best = a\n    return best",
        "the search begins at `0`, and what is lower than that never counts",
    ),
    (
        "best = 9.0\n    for a in x:\n        if best > a:\n            best = a\n    return best",
        "best = float('inf')\n    for a in x:\n        if best > a:\n            best = a\n    return best",
        "the search begins at `9.0`, and what is larger than that never counts",
    ),
    (
        "if len(x) != 3:\n        raise ValueError()\n    return x",
        "if x.dim() != 3:\n        raise ValueError()\n    return x",
        "`len(x)` is not the number of dimensions of `x`",
    ),
    (
        "if len(x) != 3:\n        raise ValueError()\n    return x",
        "pass\n    return x",
        "`if len(x) != 3` refuses what is allowed",
    ),
    (
        "p = model(x)\n    return (y * p).mean()",
        "p = model(x).squeeze(1)\n    return (y * p).mean()",
        "`model(x)` has one dimension more than `y`, and a formula makes a table of all pairs",
    ),
    (
        "for i in range(0, len(x)):\n        y.append(x[i : i + n])\n    return y",
        "for i in range(0, len(x), n):\n        y.append(x[i : i + n])\n    return y",
        "`range(0, len(x))` goes on by 1, and what is cut out by it is longer: parts overlap",
    ),
    (
        "if (x > n).all():\n        raise ValueError()\n    return x",
        "if not ((x > n).all()):\n        raise ValueError()\n    return x",
        "`(x > n).all()` holds for input that is fine, and refuses it",
    ),
    ("if not 2 > k <= n:\n        x = n", "if not 2 <= k <= n:\n        x = n", "`2 > k <= n` asks the wrong question"),
    ("return 0 < k < n", "return 0 <= k < n", "`0 < k < n` decides wrongly where two sides are equal"),
]
