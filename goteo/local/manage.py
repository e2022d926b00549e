"""`bin/manage`: Django's command line over the platform that bin/run started in this clone."""

import sys

from django.core.management import execute_from_command_line

from goteo.local import environment, ports
from goteo.local.errors import CannotStart
from goteo.local.platform_parts import ROOT
from goteo.local.state import State
from goteo.local.supervisor import PREFERRED


def main() -> int:
    state = State(ROOT / ".local")
    try:
        state.prepare()
        environment.adopt(ROOT / ".env")
        bring = environment.brought()
        port = environment.Ports(**{**PREFERRED, **state.read("ports.json")})
        environment.complete(state, bring, port)
        environment.refuse_wrong_values()
        if not bring.database and not ports.answers(port.database):
            raise CannotStart("The local database does not run; start bin/run in another terminal.")
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 1
    execute_from_command_line(["bin/manage", *sys.argv[1:]])
    return 0


if __name__ == "__main__":
    sys.exit(main())
