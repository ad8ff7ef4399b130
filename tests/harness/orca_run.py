"""Starts the installed Orca in this session, whether or not another session runs one.

`/usr/bin/orca` refuses to start while the same user has an Orca anywhere on the machine. Labs that
run side by side have displays and buses of their own, so that check is left out. Runs under the
system's Python, which alone has Orca's libraries.
"""

import importlib.machinery
import importlib.util
import sys


def main() -> int:
    loader = importlib.machinery.SourceFileLoader("orca_bin", "/usr/bin/orca")
    spec = importlib.util.spec_from_loader("orca_bin", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["orca_bin"] = module
    loader.exec_module(module)
    for check in ("otherOrcas", "other_orcas"):
        if hasattr(module, check):
            setattr(module, check, list)
    return module.main()


if __name__ == "__main__":
    sys.exit(main())
