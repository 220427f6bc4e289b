//go:build !linux

package checkpoint

import (
	"os"
	"sync"
)

// The file is opened when the package is initialized, and kept open: read by
// name at the first call, it might be another build that has since replaced the
// one that runs, and whose results would then be taken for ours.
var openedExecutable, errExecutable = func() (*os.File, error) {
	name, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return os.Open(name)
}()

var takeExecutable sync.Once

// openExecutable gives the file that this process was started from, once.
func openExecutable() (f *os.File, err error) {
	err = os.ErrClosed
	takeExecutable.Do(func() { f, err = openedExecutable, errExecutable })
	return f, err
}
