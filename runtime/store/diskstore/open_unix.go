//go:build unix

package diskstore

import (
	"os"
	"syscall"
)

// openNoFollow opens path for reading. The kernel refuses a symbolic link
// (O_NOFOLLOW), and a pipe without a writer doesn't block (O_NONBLOCK).
func openNoFollow(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
}
