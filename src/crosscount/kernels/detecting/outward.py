"""Traffic from one's own networks to the outside: what behaviour is judged by."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from crosscount.kernels.detecting.contamination import PRIVATE, address_list, covered
from crosscount.model.detector import Among

__all__ = ["outward"]

_INSIDE = address_list(PRIVATE)


def outward(rows: pa.RecordBatch | pa.Table, own: Among) -> npt.NDArray[np.bool_]:
    """Whether the client of each row is one's own, and the server is neither that nor private, group or local."""
    known = rows.column("server_ip").is_valid().to_numpy(zero_copy_only=False)
    out: npt.NDArray[np.bool_] = own(rows.column("client_ip")) & known
    some = np.flatnonzero(out)
    servers = rows.column("server_ip").take(pa.array(some))
    out[some] = ~own(servers) & ~covered(servers, _INSIDE).to_numpy(zero_copy_only=False)
    return out
