// Package again registers functions that packages below register, too.
package again

import (
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	"github.com/gocheckpoint/checkpoint/testdata/src/registration/again/lib"
	"github.com/gocheckpoint/checkpoint/testdata/src/registration/again/middle"
)

var bundle = []checkpoint.Option{checkpoint.HashBy("path", lib.Size)}

var (
	_ = checkpoint.Func(lib.Render) // want `^checkpoint.Func registers lib.Render again with other options: the first is at lib.go:20 of github.com/gocheckpoint/checkpoint/testdata/src/registration/again/lib$`
	_ = checkpoint.Func(lib.Same, bundle...)
	_ = checkpoint.Func(lib.Gen[int], checkpoint.Shared()) // want `registers lib.Gen\[int\] again with other options`
	_ = checkpoint.Func(lib.Gen[string], checkpoint.Shared())
	_ = checkpoint.Func(middle.Render)
	_ = checkpoint.Func(lib.Timed, checkpoint.TTL(60*time.Minute))
	_ = checkpoint.Func(lib.Late, checkpoint.TTL(time.Minute)) // want `registers lib.Late again with other options`
)
