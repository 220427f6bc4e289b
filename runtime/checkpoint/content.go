package checkpoint

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/zeebo/blake3"

	"github.com/gocheckpoint/checkpoint/runtime/objecthash"
)

// FileContent is the BLAKE3 digest of the content of the regular file at path.
// It is meant for [HashBy], where what a file holds matters and not what it is
// called. The file is streamed, not held in memory. Symbolic links are
// followed; what is not a regular file is an error.
func FileContent(path string) (sum objecthash.Sum, err error) {
	h := blake3.New()
	if err := copyFile(h, path, os.Stat); err != nil {
		return sum, fmt.Errorf("checkpoint: content of a file: %w", err)
	}
	h.Sum(sum[:0])
	return sum, nil
}

// DirContent is a digest of the tree in the folder at path: the name, relative
// to the folder, and content of each regular file, whether it is executable,
// and the name and target text of each symbolic link, which is not followed.
// Times, owners, other permissions and empty folders don't matter; anything
// else, as a socket or a device, is an error. It is meant for [HashBy].
func DirContent(path string) (sum objecthash.Sum, err error) {
	sum, err = dirContent(path)
	if err != nil {
		return objecthash.Sum{}, fmt.Errorf("checkpoint: content of a folder: %w", err)
	}
	return sum, nil
}

func dirContent(path string) (sum objecthash.Sum, err error) {
	root, err := filepath.EvalSymlinks(path) // WalkDir would not enter a link
	if err != nil {
		return sum, err
	}
	if info, err := os.Stat(root); err != nil {
		return sum, err
	} else if !info.IsDir() {
		return sum, &fs.PathError{Op: "walk", Path: path, Err: errors.New("not a folder")}
	}
	type file struct {
		name, path string
		mode       fs.FileMode
	}
	var files []file
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		files = append(files, file{filepath.ToSlash(name), path, info.Mode()})
		return err
	})
	if err != nil {
		return sum, err
	}
	// WalkDir sorts each folder, which depends on the separator.
	slices.SortFunc(files, func(a, b file) int {
		if a.name < b.name {
			return -1
		}
		return 1
	})

	all := newFramed("gocheckpoint folder 1")
	for _, f := range files {
		kind, content := "file", ""
		switch {
		case f.mode&fs.ModeSymlink != 0:
			kind = "link"
			if content, err = os.Readlink(f.path); err != nil {
				return sum, err
			}
		default:
			if f.mode&0o111 != 0 {
				kind = "executable"
			}
			h := blake3.New()
			if err := copyFile(h, f.path, os.Lstat); err != nil {
				return sum, err
			}
			content = string(h.Sum(nil))
		}
		all.add(kind)
		all.add(f.name)
		all.add(content)
	}
	return all.sum(), nil
}

// copyFile streams a regular file. It asks before it opens: opening a named
// pipe would wait.
func copyFile(to io.Writer, path string, stat func(string) (fs.FileInfo, error)) error {
	info, err := stat(path)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return &fs.PathError{Op: "read", Path: path, Err: fmt.Errorf("not a regular file (%s)", info.Mode().Type())}
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(to, f)
	return err
}
