"""The arrays of models and scores; it loads NumPy, which the rest of the room does not."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
