"""Events: decode → dedupe → write → project."""
