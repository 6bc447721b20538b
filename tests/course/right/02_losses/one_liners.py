import torch, numpy as np, sys
def refuse(wrong):
	if wrong: raise ValueError(wrong)
mse_loss = lambda output, target: refuse(output.shape != target.shape) or ((output - target) ** 2.).mean(dim=tuple(range(output.ndim)))
def binary_cross_entropy(probability, target):
	refuse(probability.shape != target.shape); refuse(bool(((probability < 0) | (probability > 1)).any()))
	p = torch.stack([probability, 1 - probability]); t = torch.stack([target, 1 - target])
	return (t * -p.log().clamp_min(-100)).sum(0).mean()
def cross_entropy(logits, labels):
	refuse(logits.ndim != 2 or labels.shape != (len(logits),)); refuse(not bool(torch.isin(labels, torch.arange(logits.size(1))).all()))
	z = logits - logits.detach().amax(1, keepdim=True)
	return (z.exp().sum(1).log() - z[range(len(z)), labels]).mean()
seed = torch.manual_seed(1); w = torch.randn(3, requires_grad=True); mse_loss(w, torch.zeros(3)).backward(); print('slope', w.grad)
