// Package middle imports lib.
package middle

import "github.com/gocheckpoint/checkpoint/testdata/src/registration/again/lib"

func Render(path string) int { return lib.Render(path, 1) }
