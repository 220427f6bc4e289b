// Package lib registers functions of its own.
package lib

import (
	"time"

	cp "github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

func Render(path string, width int) int { return width }
func Timed() int                        { return 0 }
func Late() int                         { return 0 }
func Same(path string, width int) int   { return width }
func Gen[T any](t T) T                  { return t }
func Size(path string) (int, error)     { return len(path), nil }

const name = "path"

var (
	_ = cp.Func(Render, cp.NoHash("path"))
	_ = cp.Func(Same, cp.HashBy(name, Size))
	_ = cp.Func(Gen[int])
	_ = cp.Func(Timed, cp.TTL(time.Hour))
	_ = cp.Func(Late, cp.TTL(time.Hour))
)
