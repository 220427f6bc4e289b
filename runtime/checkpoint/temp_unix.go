//go:build unix

package checkpoint

import (
	"fmt"
	"os"
	"syscall"
)

// tempName is the name of the folder in a place that all users share.
func tempName() string { return fmt.Sprintf("checkpoint-%d", os.Getuid()) }

// checkOwn reports why path is not a folder that we alone can write to.
func checkOwn(path string) error {
	fi, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if !fi.IsDir() {
		return fmt.Errorf("%s is not a folder", path)
	}
	if s, ok := fi.Sys().(*syscall.Stat_t); !ok || int(s.Uid) != os.Getuid() {
		return fmt.Errorf("%s belongs to another user", path)
	}
	if fi.Mode().Perm()&0o022 != 0 {
		return fmt.Errorf("%s can be written to by others", path)
	}
	return nil
}
