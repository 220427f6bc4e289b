package impure

import (
	"io"
	"os"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

// What os.OpenFile does, its flags decide: a key that has the content of the file
// covers what is only read.

func opensToRead(path string) ([]byte, error) {
	f, err := os.OpenFile(path, os.O_RDONLY, 0)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

func opensToWrite(path string) (int, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_TRUNC|os.O_CREATE, 0o644) // want `^opensToWrite changes files: os.OpenFile$`
	if err != nil {
		return 0, err
	}
	return f.WriteString(path)
}

func opensForBoth(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDWR, 0) // want `^opensForBoth changes files: os.OpenFile$`
}

func opensSomehow(path string, flag int) (*os.File, error) {
	return os.OpenFile(path, flag, 0) // want `^opensSomehow reads files: os.OpenFile$`
}

var (
	_ = checkpoint.Func(opensToRead, checkpoint.HashBy("path", checkpoint.FileContent))
	_ = checkpoint.Func(opensToWrite, checkpoint.HashBy("path", checkpoint.FileContent))
	_ = checkpoint.Func(opensForBoth, checkpoint.HashBy("path", checkpoint.FileContent))
	_ = checkpoint.Func(opensSomehow, checkpoint.HashBy("path", checkpoint.FileContent))
)
