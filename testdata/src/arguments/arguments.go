// Package arguments holds what the arguments check flags and what it doesn't.
package arguments

import (
	"context"
	"io"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

type image struct{ w int }

func thumbnail(ctx context.Context, path string, width int64, names ...string) (image, string, error) {
	return image{}, "", nil
}

func reads(r io.Reader, list []int) int { return 0 }

func crops(m image, to [2]int, by *image) int { return 0 }

var (
	Crops     = checkpoint.Func(crops)
	Thumbnail = checkpoint.Func(thumbnail)
	Reads     = checkpoint.Func(reads)
)

func use(ctx context.Context, any any, r io.ReadCloser, rest []any) {
	Thumbnail.Args(ctx, "a.png", int64(3))
	Thumbnail.Args(nil, "a.png", int64(3), "a", "b")
	Thumbnail.Args(any, any, any, any)
	Thumbnail.Args(rest...)
	Reads.Args(r, []int{1})
	Reads.Args(nil, nil)

	Thumbnail.Args(ctx)                          // want `^Thumbnail.Args is given 1 argument, want at least 3: parameter path is missing$`
	Thumbnail.Args(ctx, "a.png", 3)              // want `Thumbnail.Args is given int for parameter width: want int64$`
	Thumbnail.Args(ctx, 1, int64(3))             // want `Thumbnail.Args is given int for parameter path: want string$`
	Thumbnail.Args(ctx, nil, int64(3))           // want `Thumbnail.Args is given untyped nil for parameter path: want string$`
	Thumbnail.Args(ctx, "a", int64(3), "b", 'c') // want `Thumbnail.Args is given rune for parameter names: want string$`
	Crops.Args(nil, [2]int{}, nil)               // want `Crops.Args is given untyped nil for parameter m: want image$`
	Crops.Args(image{}, nil, nil)                // want `Crops.Args is given untyped nil for parameter to: want \[2\]int$`
	Reads.Args("x", []int{})                     // want `Reads.Args is given string for parameter r: want io.Reader$`
	Reads.Args(r, []int{}, 3)                    // want `Reads.Args is given 3 arguments, want 2$`

	var (
		img  image
		text string
	)
	Thumbnail.Args(ctx, "a", int64(3)).Get(&img, &text)
	Thumbnail.Args(ctx, "a", int64(3)).Get(&img)             // want `Get is given 1 argument, want 2: a pointer for each result but a trailing error$`
	Thumbnail.Args(ctx, "a", int64(3)).Get(&img, text)       // want `Get is given string for result 2: want \*string$`
	Thumbnail.Args(ctx, "a", int64(3)).Get(img, &img)        // want `Get is given image for result 1: want \*image$` `Get is given \*image for result 2: want \*string$`
	Thumbnail.Args(ctx, "a", int64(3)).Get(&img, &text, nil) // want `Get is given 3 arguments, want 2`

	inv := Reads.Args(r, nil)
	inv.Get(new(int))
	inv.Get(new(string)) // want `Get is given \*string for result 1: want \*int$`
	inv.Set(1)
	inv.Set("1") // want `Set is given string for result 1: want int$`

	Thumbnail.Args(ctx, "a", int64(3)).Set(img, text)
	Thumbnail.Args(ctx, "a", int64(3)).Set(img, text, nil)
	Thumbnail.Args(ctx, "a", int64(3)).Set(img)                   // want `Set is given 1 argument, want 2: a result for each but a trailing error$`
	Thumbnail.Args(ctx, "a", int64(3)).Set(text, img)             // want `Set is given string for result 1: want image$` `Set is given image for result 2: want string$`
	Thumbnail.Args(ctx, "a", int64(3)).Set(img, text, nil, nil)   // want `Set is given 4 arguments, want 2`
	Thumbnail.Args(ctx, "a", int64(3)).Set(img, text, &failure{}) // want `Set is given the error \*failure: errors are not stored, give it results$`

	var either = Reads.Args(r, nil)
	if any != nil {
		either = Thumbnail.Args(ctx, "a", int64(3))
	}
	either.Get(&img, &text)

	checkpoint.Of(reads).Args(r) // want `checkpoint.Of\(reads\).Args is given 1 argument, want 2: parameter list is missing$`
}

type failure struct{}

func (*failure) Error() string { return "" }
