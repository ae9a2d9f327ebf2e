"""How much a diagram, a case and one call of the engine may cost."""

MAX_FILE_BYTES = 1_000_000
MAX_NODES = 300  # the parser of SpiffWorkflow recurses along the flow; 455 in a row overflow it
MAX_FLOWS = 600
MAX_NESTING = 5
MAX_XML_DEPTH = 100
MAX_INSTANCES = 500  # of one multi-instance activity
MAX_STEPS = 500  # automatic steps of one call
STEPS_PER_INSTANCE = 10  # in addition, for each open instance of a multi-instance activity
MAX_SECONDS = 2.0  # of computing in one call
MAX_YEARS = 10  # of a timer
MIN_CYCLE_SECONDS = 60
MAX_CYCLES = 100
MAX_STATE_BYTES = 4_000_000
COMPRESS_ABOVE = 4_096
