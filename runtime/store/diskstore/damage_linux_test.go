package diskstore

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

func init() {
	damages = append(damages, []struct {
		name, reason string
		spoil        func(t *testing.T, s *Store, path string)
	}{
		{"symbolic link", "a symbolic link", func(t *testing.T, s *Store, path string) {
			symlink(t, filepath.Join(t.TempDir(), "target"), path)
		}},
		{"pipe", "a pipe is in its place", func(t *testing.T, s *Store, path string) {
			remove(t, path)
			if err := syscall.Mkfifo(path, 0o666); err != nil {
				t.Fatal(err)
			}
		}},
		{"directory that must not be entered", "a directory is in its place", func(t *testing.T, s *Store, path string) {
			remove(t, path)
			if err := os.Mkdir(path, 0o000); err != nil {
				t.Fatal(err)
			}
		}},
	}...)
}

func TestLinkInAnEntrysPlaceIsNeitherReadNorWrittenThrough(t *testing.T) {
	s := open(t, t.TempDir())
	put(t, s)
	path, target := s.path(testKey), filepath.Join(t.TempDir(), "target")
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	overwrite(t, target, sound) // even a sound entry at the other end doesn't count
	symlink(t, target, path)
	wantCorrupt(t, s, "a symbolic link")
	put(t, s)
	if fi, err := os.Lstat(path); err != nil || !fi.Mode().IsRegular() {
		t.Errorf("Put leaves the link: %v, %v", fi, err)
	}
	symlink(t, target, path)
	if err := s.Delete(t.Context(), testKey); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(target); err != nil || string(data) != string(sound) {
		t.Errorf("the link's target was touched: %q, %v", data, err)
	}
}

func TestRemovingADirectoryInAnEntrysPlaceFollowsNoLink(t *testing.T) {
	s := open(t, t.TempDir())
	put(t, s)
	outside := t.TempDir()
	overwrite(t, filepath.Join(outside, "precious"), []byte("x"))
	path := s.path(testKey)
	remove(t, path)
	if err := os.Mkdir(path, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(path, "link")); err != nil {
		t.Fatal(err)
	}
	put(t, s)
	wantTestEntry(t, s)
	if _, err := os.Stat(filepath.Join(outside, "precious")); err != nil {
		t.Errorf("a file outside of the store was removed: %v", err)
	}
}

// The folder of the entry is a link to a folder outside, in which a directory
// has the entry's name: it is moved aside, but what is in it stays.
func TestNothingOutsideIsRemovedThroughALinkedFolder(t *testing.T) {
	s := open(t, t.TempDir())
	put(t, s)
	folder, outside := filepath.Dir(s.path(testKey)), t.TempDir()
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	symlink(t, outside, folder)
	if err := os.Mkdir(s.path(testKey), 0o777); err != nil {
		t.Fatal(err)
	}
	overwrite(t, filepath.Join(s.path(testKey), "precious"), []byte("x"))
	put(t, s)
	wantTestEntry(t, s)
	if found, _ := filepath.Glob(filepath.Join(outside, tempPrefix+"*", "precious")); len(found) != 1 {
		t.Error("a file outside of the store was removed")
	}
}

func TestUnreadableEntryIsAMissWithACause(t *testing.T) {
	s := open(t, openToAll(t))
	asNobody(t, func() {
		put(t, s)
		if err := os.Chmod(s.path(testKey), 0); err != nil {
			t.Error(err)
		}
		_, err := s.Get(t.Context(), testKey)
		corrupt, ok := errors.AsType[*store.CorruptError](err)
		if !ok || corrupt.Reason != "cannot be read" || !errors.Is(err, fs.ErrPermission) {
			t.Errorf("Get: %v, want a *store.CorruptError for the permission", err)
		}
		if err := s.Put(t.Context(), testKey, testEntry); err != nil {
			t.Errorf("Put over an unreadable entry: %v", err)
		}
		if _, err := s.Get(t.Context(), testKey); err != nil {
			t.Errorf("Get after repair: %v", err)
		}
	})
}

func TestForbiddenDirectoriesAreErrorsWithARemedy(t *testing.T) {
	dir := openToAll(t)
	s := open(t, dir)
	asNobody(t, func() {
		put(t, s)
		folder := filepath.Dir(s.path(testKey))
		if err := os.Chmod(folder, 0o555); err != nil {
			t.Error(err)
		}
		if _, err := s.Get(t.Context(), testKey); err != nil {
			t.Errorf("Get from a read-only folder: %v", err)
		}
		for op, err := range map[string]error{
			"Put":    s.Put(t.Context(), testKey, testEntry),
			"Delete": s.Delete(t.Context(), testKey),
		} {
			if !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), "make \""+dir+"\" writable") {
				t.Errorf("%s in a read-only folder: %v", op, err)
			}
		}
		if err := os.Chmod(folder, 0); err != nil {
			t.Error(err)
		}
		_, err := s.Get(t.Context(), testKey)
		if _, ok := errors.AsType[*store.CorruptError](err); ok || !errors.Is(err, fs.ErrPermission) {
			t.Errorf("Get from a folder that cannot be entered: %v, want a failure: nobody knows whether the entry is sound", err)
		}
		if err := os.Chmod(folder, 0o777); err != nil {
			t.Error(err)
		}
	})
}

func TestModesFollowTheUmask(t *testing.T) {
	for _, umask := range []int{0o022, 0o077, 0o002} {
		old := syscall.Umask(umask)
		s := open(t, filepath.Join(t.TempDir(), "cache"))
		put(t, s)
		syscall.Umask(old)
		path := s.path(testKey)
		for _, test := range []struct {
			path string
			want fs.FileMode
		}{{path, 0o666}, {filepath.Dir(path), 0o777}, {s.Dir(), 0o777}} {
			fi, err := os.Stat(test.path)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := fi.Mode().Perm(), test.want&^fs.FileMode(umask); got != want {
				t.Errorf("umask %#o: mode of %s is %#o, want %#o", umask, test.path, got, want)
			}
		}
	}
}

// A pipe must be found out at once; a reader that waits for a writer hangs.
func TestPipeInAnEntrysPlaceDoesNotBlock(t *testing.T) {
	s := open(t, t.TempDir())
	put(t, s)
	remove(t, s.path(testKey))
	if err := syscall.Mkfifo(s.path(testKey), 0o666); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { _, err := s.Get(t.Context(), testKey); done <- err }()
	select {
	case err := <-done:
		if err == nil {
			t.Error("Get returns an entry")
		}
	case <-time.After(10 * time.Second):
		t.Fatal("Get waits for a writer")
	}
}

func symlink(t *testing.T, target, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
}

// openToAll returns a new directory that any user may reach and write.
func openToAll(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// asNobody runs f with the file permissions of an ordinary user, which root has
// to give up first: it ignores file modes. The thread that gave them up ends
// with its goroutine, since that keeps it locked; so a failure in f that
// ends the goroutine is fine, too.
func asNobody(t *testing.T, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		if os.Geteuid() == 0 {
			runtime.LockOSThread()
			if err := syscall.Setfsuid(65534); err != nil {
				t.Error(err)
				return
			}
		}
		f()
	}()
	<-done
}
