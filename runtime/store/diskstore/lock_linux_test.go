package diskstore

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
)

func TestLockInAReadOnlyDirectoryIsAnErrorWithARemedy(t *testing.T) {
	dir := openToAll(t)
	s := open(t, dir)
	asNobody(t, func() {
		put(t, s)
	})
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	asNobody(t, func() {
		unlock, err := s.Lock(t.Context(), testKey)
		if !errors.Is(err, fs.ErrPermission) || unlock != nil || !strings.Contains(err.Error(), "make \""+dir+"\" writable") {
			t.Errorf("Lock: %v", err)
		}
		if _, err := s.Get(t.Context(), testKey); err != nil {
			t.Errorf("Get: %v", err)
		}
	})
}

// A link could have locks meet that have nothing to do with each other, or make
// a file elsewhere.
func TestLinkInPlaceOfTheFileOfTheLocksIsNotFollowed(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()+"/file"
	s := open(t, dir)
	symlink(t, outside, dir+"/"+lockFile)
	if _, err := s.Lock(t.Context(), testKey); err == nil {
		t.Error("Lock succeeds")
	}
	if _, err := os.Lstat(outside); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file outside of the store was made: %v", err)
	}
}
