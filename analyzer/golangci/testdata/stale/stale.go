// Package stale has a manifest that cannot be used.
package stale

import "github.com/gocheckpoint/checkpoint/runtime/checkpoint"

func double(n int) int { return 2 * n }

var Double = checkpoint.Func(double)
