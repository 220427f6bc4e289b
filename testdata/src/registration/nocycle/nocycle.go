// Package nocycle holds what looks like an initialization cycle and is none: what
// is called through an instance of a generic type, or an interface.
package nocycle

import "github.com/gocheckpoint/checkpoint/runtime/checkpoint"

type box[T any] struct{ t T }

func (b box[T]) get(n int) int { return Get.Call(box[int]{}, n-1) }

var Get = checkpoint.Func(box[int].get)

type runner interface{ run(n int) int }

type real struct{}

func (real) run(n int) int { return Use.Call(real{}, n) }

func use(r runner, n int) int { return r.run(n) }

var Use = checkpoint.Func(use)
