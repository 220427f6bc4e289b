package checkpoint_test

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	"github.com/gocheckpoint/checkpoint/runtime/store/diskstore"
	"github.com/gocheckpoint/checkpoint/runtime/store/memstore"
)

func ExampleStore() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	results, err := diskstore.Open(dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	kept := checkpoint.Func(shout, checkpoint.Store(results))
	fmt.Println(kept.Args("hello").Exists())
	fmt.Println(kept.Call("hello"))
	fmt.Println(kept.Args("hello").Exists())
	// Output:
	// false <nil>
	// HELLO
	// true <nil>
}

func shout(text string) string { return strings.ToUpper(text) }

var throws int

// throw depends on what no key has, as a measurement does.
func throw() int { throws++; return throws }

// Rerun computes again and replaces what is stored; Fn is the function itself.
func ExampleFunction() {
	f := checkpoint.Func(throw, checkpoint.Store(memstore.New()))
	fmt.Println(f.Call(), f.Call())
	fmt.Println(f.Rerun(), f.Call())
	fmt.Println(f.Fn(), f.Call())
	// Output:
	// 1 1
	// 2 2
	// 3 2
}

var Sizes = checkpoint.Func(sizes, memory, checkpoint.HashBy("dir", checkpoint.DirContent))

// sizes adds up the sizes of the files in a folder.
func sizes(dir string) (total int64, err error) {
	fmt.Println("adding up")
	err = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			total += info.Size()
		}
		return err
	})
	return total, err
}

func ExampleDirContent() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	os.WriteFile(filepath.Join(dir, "a"), []byte("12345"), 0o644)
	fmt.Println(Sizes.Call(dir))
	fmt.Println(Sizes.Call(dir))
	os.WriteFile(filepath.Join(dir, "b"), []byte("67"), 0o644)
	fmt.Println(Sizes.Call(dir))
	// Output:
	// adding up
	// 5 <nil>
	// 5 <nil>
	// adding up
	// 7 <nil>
}

// What cannot be remembered is computed, and said to the function's logger.
func ExampleLogger() {
	plain := slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{
		Level: slog.LevelWarn, // that there is no manifest is said below, once in the process
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.MessageKey || a.Key == "cause" {
				return a
			}
			return slog.Attr{}
		},
	})
	f := checkpoint.Func(describe, checkpoint.Store(memstore.New()), checkpoint.Logger(slog.New(plain)))
	fmt.Println(f.Call(func() {})) //checkpoint:ignore hashable to see what is said
	// Output:
	// msg="checkpoint: computed without being remembered" cause="argument 1 (interface {}): func() is func(): functions cannot be hashed"
	// func()
}

func describe(v any) string { return fmt.Sprintf("%T", v) }
