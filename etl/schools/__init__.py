"""Schools: a register from the files of the Depp, where each stands beside the quarters, brevet results by band."""
