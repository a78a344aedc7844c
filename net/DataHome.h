// Where well-known data sets are published: their files, how large they are and what their checksums are.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace latentscape {

struct PublishedFile {
    std::string name;
    std::int64_t bytes;
    std::string sha256; // lower-case hexadecimal
};

struct DataHome {
    std::string name;  // "fashion-mnist": on the command line, and its folder's
    std::string title; // "Fashion-MNIST"
    std::string about; // what its images show
    std::string url;   // of the folder in which the files lie; ends with "/"
    std::vector<PublishedFile> files = {};
    // What to take out of the files when they are archives, by bare names; empty: they are used as they are.
    std::vector<std::string> contents = {};
    std::int64_t contentBytes = 0; // about as much, unpacked

    std::int64_t bytes() const; // to be fetched
};

const std::vector<DataHome>& dataHomes();

} // namespace latentscape
