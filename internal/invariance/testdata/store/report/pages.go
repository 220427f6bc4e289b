package report

import "example.com/store/shelf"

var perPage = 10

var margins = [2]int{1, 2}

// Pages is how many pages the items need.
func Pages(items []*shelf.Item) int {
	return (len(items) + perPage + margins[0]) / perPage
}

// Big counts the items that are big.
func Big(items []*shelf.Item) int {
	return shelf.Count(items, func(i *shelf.Item) bool { return i.Size() > 3 })
}
