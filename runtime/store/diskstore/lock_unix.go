//go:build linux || darwin

package diskstore

import (
	"errors"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// openLockFile opens the file of the locks, following no link. A lock that
// excludes others needs a file that is open for writing.
func openLockFile(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0o666)
}

// tryLockByte locks the byte at an offset, if nobody has. The lock is one of the
// open file description (fcntl_locking(2)): neither another file descriptor of
// the process, nor a child process has to do with it, and it ends with the
// process.
func tryLockByte(f *os.File, at int64) (ok bool, err error) {
	err = setLock(f, at, unix.F_WRLCK)
	if errors.Is(err, unix.EAGAIN) {
		return false, nil
	}
	return err == nil, err
}

func unlockByte(f *os.File, at int64) error { return setLock(f, at, unix.F_UNLCK) }

func setLock(f *os.File, at int64, kind int16) error {
	defer runtime.KeepAlive(f)
	for {
		lock := unix.Flock_t{Type: kind, Whence: int16(os.SEEK_SET), Start: at, Len: 1}
		err := unix.FcntlFlock(f.Fd(), setOFDLock, &lock)
		if !errors.Is(err, unix.EINTR) { // as a file server may
			return err
		}
	}
}
