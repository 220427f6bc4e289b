package diskstore

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

const (
	staleAge      = time.Hour // no Put takes that long
	sweepInterval = time.Hour
	maxRemembered = 1 << 12 // folders; forgetting one costs a directory listing
)

// sweeps remembers when a Store last swept which folder.
type sweeps struct {
	mu   sync.Mutex
	last map[string]time.Time
}

// due reports whether folder is to be swept now, and notes that it is.
func (w *sweeps) due(folder string, now time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if last, ok := w.last[folder]; ok && now.Sub(last) < sweepInterval {
		return false
	}
	if w.last == nil || len(w.last) >= maxRemembered {
		w.last = make(map[string]time.Time)
	}
	w.last[folder] = now
	return true
}

// sweep removes the temporary files in folder that killed processes left. A
// file's age is measured against that of the entry just written at path, by one
// clock, since a file server's may differ from ours. Whatever fails is left for
// the next sweep: nothing depends on it but disk space.
func (s *Store) sweep(folder, path string) {
	if !s.sweeps.due(folder, time.Now()) {
		return
	}
	entry, err := os.Lstat(path)
	if err != nil {
		return
	}
	dir, err := os.Open(folder)
	if err != nil {
		return
	}
	defer dir.Close()
	names, _ := dir.Readdirnames(-1) // those before an error, too
	for _, name := range names {
		if !strings.HasPrefix(name, tempPrefix) {
			continue
		}
		temp := filepath.Join(folder, name)
		fi, err := os.Lstat(temp)
		switch {
		case err != nil || entry.ModTime().Sub(fi.ModTime()) < staleAge:
			continue // gone, or somebody is writing it
		case fi.IsDir():
			s.removeTree(temp) // was moved aside by a process that was killed then
		default:
			_ = os.Remove(temp)
		}
	}
}
