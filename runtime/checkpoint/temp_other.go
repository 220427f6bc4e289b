//go:build !unix

package checkpoint

import (
	"fmt"
	"os"
)

// tempName is the name of the folder in a place that is the user's own already.
func tempName() string { return "checkpoint" }

// checkOwn reports why path is not a folder.
func checkOwn(path string) error {
	fi, err := os.Lstat(path)
	if err == nil && !fi.IsDir() {
		err = fmt.Errorf("%s is not a folder", path)
	}
	return err
}
