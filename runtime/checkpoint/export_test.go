package checkpoint

import "github.com/gocheckpoint/checkpoint/manifest"

// RunningTarget is the configuration of the running test binary.
func RunningTarget() manifest.Target { return process.target() }
