"""Define the network: LeNet, which looks at a 32×32 image and gives ten scores."""

import torch
import torch.nn as nn


class Net(nn.Module):
    """Classify images of 1×32×32 numbers into 10 classes, as LeNet does.

    `Net()` has 5×5 kernels, `Net(3)` has 3×3 kernels; every kernel size from 1 to 8 works. Its parameters have
    exactly these ten names, and its `state_dict()` has no others:

        conv1.weight  conv2.weight  fc1.weight  fc2.weight  fc3.weight
        conv1.bias    conv2.bias    fc1.bias    fc2.bias    fc3.bias

    >>> net = Net()
    >>> images = torch.zeros(3, 1, 32, 32)
    >>> net(images).shape
    torch.Size([3, 10])
    """

    def __init__(self, kernel_size: int = 5) -> None:
        """Build the five layers, all with a bias.

        - `conv1`: a convolution from 1 map to 6, `conv2`: from 6 maps to 16. Both have kernels of kernel_size ×
          kernel_size, stride 1 and no padding.
        - `fc1`: a linear layer from F features to 120, `fc2`: from 120 to 84, `fc3`: from 84 to 10.

        F is how many numbers are left of one image after the two convolutions and the two poolings. It follows
        from the kernel size: 400 for 5, 576 for 3.

        >>> Net().fc1.in_features, Net(3).fc1.in_features
        (400, 576)
        """
        raise NotImplementedError("TODO: Net.__init__")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return ten raw scores for each image: from shape (N, 1, 32, 32) to (N, 10).

        conv1, ReLU, 2×2 max-pooling; conv2, ReLU, 2×2 max-pooling; flatten each sample; fc1, ReLU, fc2, ReLU, fc3.
        No softmax at the end: a score may be any number. The images stay as they are.
        """
        raise NotImplementedError("TODO: Net.forward")

    def num_flat_features(self, x: torch.Tensor) -> int:
        """Return how many values ONE sample of the batch x has, as a Python int.

        That is the product of all dimensions but the first, which counts the samples. x has one dimension or more
        (with only one, a sample is a single value); the batch may be empty. x stays as it is.

        >>> Net().num_flat_features(torch.zeros(4, 16, 5, 5))
        400
        >>> Net().num_flat_features(torch.zeros(7))
        1
        """
        raise NotImplementedError("TODO: Net.num_flat_features")


def add_batch_dimension(image: torch.Tensor) -> torch.Tensor:
    """Return one image of shape (C, H, W) as a batch of one: (1, C, H, W).

    Nothing is copied: the batch shares its memory with `image`, and gradients flow back into `image`. `image` itself
    keeps its shape. An image that does not have three dimensions raises ValueError.

    >>> add_batch_dimension(torch.zeros(3, 32, 48)).shape
    torch.Size([1, 3, 32, 48])
    """
    raise NotImplementedError("TODO: add_batch_dimension")


def count_parameters(model: nn.Module) -> int:
    """Return how many numbers of the model can be trained, as a Python int.

    Frozen parameters (`requires_grad` is False) do not count. A parameter that two layers share counts once.

    >>> count_parameters(Net()), count_parameters(Net(3))
    (61706, 81194)
    """
    raise NotImplementedError("TODO: count_parameters")


def parameter_shapes(model: nn.Module) -> dict[str, tuple[int, ...]]:
    """Return the shape of every parameter by its name, in the order of `model.named_parameters()`.

    A shape is a tuple of ints. Frozen parameters are there too; one that two layers share is there once.

    >>> parameter_shapes(nn.Linear(3, 2))
    {'weight': (2, 3), 'bias': (2,)}
    """
    raise NotImplementedError("TODO: parameter_shapes")
