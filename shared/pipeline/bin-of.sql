-- The bin of a value: 1 + the number of ascending cut points that it exceeds, so that equal values share a bin.
create or replace macro bin_of(amount, cuts) as 1 + len(list_filter(cuts, cut -> amount > cut));
