// Package lib registers functions of its own.
package lib

import cp "github.com/gocheckpoint/checkpoint/runtime/checkpoint"

func Render(path string, width int) int { return width }
func Same(path string, width int) int   { return width }
func Gen[T any](t T) T                  { return t }
func Size(path string) (int, error)     { return len(path), nil }

const name = "path"

var (
	_ = cp.Func(Render, cp.NoHash("path"))
	_ = cp.Func(Same, cp.HashBy(name, Size))
	_ = cp.Func(Gen[int])
)
