#include "core/data/PictureScan.h"

#include "core/data/PictureDecoder.h"
#include "core/tensor/Error.h"

#include <algorithm>
#include <limits>
#include <system_error>

namespace latentscape {
namespace {

namespace fs = std::filesystem;

bool isHidden(const fs::path& file) {
    return file.filename().string().starts_with('.');
}

// Folders may have any name, also "pictures.png".
bool isPicture(const fs::directory_entry& entry) {
    std::error_code broken; // a link to nothing is a picture that cannot be read
    return isPictureName(entry.path()) && !isHidden(entry.path()) && !entry.is_directory(broken);
}

// A link to `folder` or to what holds it would have the same pictures come again.
bool leadsBack(const fs::path& link, const fs::path& folder) {
    std::error_code error;
    const fs::path target = fs::canonical(link, error);
    const fs::path from = fs::canonical(folder, error);
    return error || std::ranges::mismatch(target, from).in1 == target.end();
}

std::vector<fs::path> picturesBelow(const fs::path& folder, const LoadWatch& watch) {
    std::vector<fs::path> found;
    std::error_code error; // what may not be read is passed over
    const auto options = fs::directory_options::skip_permission_denied;
    for (fs::recursive_directory_iterator entry(folder, options, error), end; !error && entry != end;
         entry.increment(error)) {
        if (isPicture(*entry))
            found.push_back(entry->path());
        else if (isHidden(entry->path()))
            entry.disable_recursion_pending();
        watch.reached(folder, -1);
    }
    std::ranges::sort(found);
    return found;
}

} // namespace

PictureFiles findPictures(const fs::path& folder, const LoadWatch& watch) {
    PictureFiles found{folder, {}, {}, {}};
    std::vector<fs::path> subfolders;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        std::error_code broken;
        if (isPicture(*entry))
            found.files.push_back(entry->path());
        else if (entry->is_directory(broken) && !isHidden(entry->path()) &&
                 !(entry->is_symlink(broken) && leadsBack(entry->path(), folder)))
            subfolders.push_back(entry->path());
    }
    if (error)
        throw Error(ErrorKind::Io, folder.string() + ": the folder cannot be read: " + error.message() +
                                       ". Make it readable for you, or choose another.");
    std::ranges::sort(found.files);
    if (!found.files.empty())
        return found;
    std::ranges::sort(subfolders);
    for (const fs::path& subfolder : subfolders) {
        const std::vector<fs::path> pictures = picturesBelow(subfolder, watch);
        if (pictures.empty())
            continue;
        if (found.classNames.size() > std::numeric_limits<std::uint16_t>::max())
            throw Error(ErrorKind::Input,
                        folder.string() + ": more than 65536 subfolders with pictures, expected one for each "
                                          "class. Put the pictures into one folder.");
        found.labels.insert(found.labels.end(), pictures.size(),
                            static_cast<std::uint16_t>(found.classNames.size()));
        found.files.insert(found.files.end(), pictures.begin(), pictures.end());
        found.classNames.push_back(subfolder.filename().string());
    }
    return found;
}

} // namespace latentscape
