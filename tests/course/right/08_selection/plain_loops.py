import torch


def k_fold_indices(n, k, generator):
    if k < 2 or k > n:
        raise ValueError("bad k")
    order = torch.randperm(n, generator=generator).tolist()
    folds = []
    start = 0
    for i in range(k):
        size = n // k
        if i < n % k:
            size = size + 1
        validation = order[start : start + size]
        train = [j for j in order if j not in validation]
        folds.append([torch.tensor(train), torch.tensor(validation)])
        start = start + size
    return folds


def standardize(train, *others):
    n = train.shape[0]
    mean = sum(train) / n
    variance = ((train - mean) ** 2).sum(0) / n
    out = []
    for part in [train] + list(others):
        part = part.clone()
        for j in range(part.shape[1]):
            if variance[j] == 0:
                part[:, j] = 0.0
            else:
                part[:, j] = (part[:, j] - mean[j]) / variance[j].sqrt()
        out.append(part)
    return tuple(out)


def cross_validate(make_model, x, y, k, epochs, lr, generator):
    print("cross-validating", len(x), "samples")
    accuracies = []
    for fold in k_fold_indices(len(x), k, generator):
        train, validation = fold[0], fold[1]
        mean = x[train].mean(0)
        std = x[train].std(0, unbiased=False)
        model = make_model()
        model.train()
        for epoch in range(epochs):
            model.zero_grad()
            out = model((x[train] - mean) / std)
            loss = torch.nn.functional.cross_entropy(out, y[train])
            loss.backward()
            for p in model.parameters():
                p.data = p.data - lr * p.grad.data
        model.eval()
        right = 0
        for i in validation.tolist():
            scores = model(((x[i] - mean) / std).unsqueeze(0))
            if scores.argmax(1).item() == y[i].item():
                right += 1
        accuracies.append(right / len(validation))
    return accuracies


def grid_search(grid, score):
    if len(grid) == 0:
        raise ValueError("empty grid")
    combinations = [{}]
    for name in grid:
        if len(grid[name]) == 0:
            raise ValueError("nothing to try for " + name)
        longer = []
        for combination in combinations:
            for value in grid[name]:
                longer.append({**combination, name: value})
        combinations = longer
    best = None
    best_score = None
    results = []
    for params in combinations:
        s = score(**params)
        results.append([params, s])
        if best is None or s > best_score:
            best, best_score = params, s
    return best, best_score, results
