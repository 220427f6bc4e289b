package diskstore_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/store"
	"github.com/gocheckpoint/checkpoint/runtime/store/diskstore"
)

func Example() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)

	s, err := diskstore.Open(dir)
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	key := store.Key{Function: "example.com/app.Report", Identity: [32]byte{1}, Call: [32]byte{2}}

	_, err = s.Get(ctx, key)
	fmt.Println(errors.Is(err, store.ErrNotFound))

	entry := store.Entry{Created: time.Now(), Cost: 2 * time.Second, Payload: []byte("result")}
	if err := s.Put(ctx, key, entry); err != nil {
		log.Fatal(err)
	}
	got, err := s.Get(ctx, key)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s, which took %v\n", got.Payload, got.Cost)

	// Another version of the function does not see it.
	key.Identity[0]++
	_, err = s.Get(ctx, key)
	fmt.Println(errors.Is(err, store.ErrNotFound))

	// Output:
	// true
	// result, which took 2s
	// true
}
