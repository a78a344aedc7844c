#include "core/data/PictureFolder.h"

#include "core/data/PictureCache.h"
#include "core/data/PictureDecoder.h"
#include "core/tensor/Error.h"
#include "core/tensor/Machine.h"
#include "core/tensor/Threads.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

namespace latentscape {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kListed = 5; // bad pictures, in a message

// job(index) for each index below `count` on as many threads as the machine has. look(done) is called on this
// thread now and then; what it throws ends the work after the pictures that are in hand.
void forEach(std::size_t count, const std::function<void(std::size_t)>& job,
             const std::function<void(std::size_t)>& look) {
    std::atomic<std::size_t> next{0};
    std::atomic<std::size_t> done{0};
    std::mutex mutex;
    std::condition_variable finished;
    std::exception_ptr failure;
    std::size_t running = std::min(count, static_cast<std::size_t>(machineThreads()));
    const auto work = [&](const std::stop_token& stop) {
        try {
            for (std::size_t i = next++; i < count && !stop.stop_requested(); i = next++) {
                job(i);
                ++done;
            }
        } catch (...) {
            const std::lock_guard lock(mutex);
            failure = std::current_exception();
        }
        const std::lock_guard lock(mutex);
        --running;
        finished.notify_one();
    };
    {
        std::vector<std::jthread> workers; // which stop and are waited for when this ends
        for (std::size_t i = running; i > 0; --i)
            workers.emplace_back(work);
        std::unique_lock lock(mutex);
        while (!finished.wait_for(lock, std::chrono::milliseconds(50), [&] { return running == 0; })) {
            lock.unlock();
            look(done);
            lock.lock();
        }
    }
    if (failure)
        std::rethrow_exception(failure);
    look(done);
}

// The list of what could not be read, to which all threads add.
class Skipped {
public:
    Skipped(const PictureFiles& files)
        : m_files(files) {}

    void add(std::size_t index, const std::string& reason) {
        const std::lock_guard lock(m_mutex);
        m_list.push_back({static_cast<std::uint32_t>(index), reason});
    }
    void requireFew() {
        const std::lock_guard lock(m_mutex);
        if (m_list.size() * 20 <= m_files.files.size())
            return;
        sort();
        std::string message = m_files.folder.string() + ": " + std::to_string(m_list.size()) +
                              " pictures or more cannot be read, which is over 5 % of " +
                              std::to_string(m_files.files.size()) + ". Repair or remove them:";
        for (std::size_t i = 0; i < std::min(kListed, m_list.size()); ++i)
            message += "\n" + m_list[i].reason;
        throw Error(ErrorKind::Input, message + (m_list.size() > kListed ? "\n..." : ""));
    }
    std::vector<SkippedPicture> take() {
        sort();
        return std::move(m_list);
    }

private:
    void sort() { std::ranges::sort(m_list, {}, &SkippedPicture::index); }

    const PictureFiles& m_files;
    std::mutex m_mutex;
    std::vector<SkippedPicture> m_list;
};

// The size that all pictures have, or the one that differing ones get.
PictureSize commonSize(const PictureFiles& files, const LoadWatch& watch) {
    std::mutex mutex;
    std::vector<PictureSize> sizes; // that differ; two are enough to know
    forEach(
        files.files.size(),
        [&](std::size_t i) {
            try {
                const PictureSize size = measurePicture(files.files[i]);
                const std::lock_guard lock(mutex);
                if (sizes.size() < 2 && std::ranges::find(sizes, size) == sizes.end())
                    sizes.push_back(size);
            } catch (const Error&) { // comes up again when it is decoded
            }
        },
        [&](std::size_t) { watch.reached(files.folder, -1); });
    const auto fits = [](int side) { return side >= 1 && side <= kLargestAsIs; };
    return sizes.size() == 1 && fits(sizes[0].width) && fits(sizes[0].height)
               ? sizes[0]
               : PictureSize{kMixedSide, kMixedSide};
}

ImageShape shapeOf(const PictureFiles& files, const ImageForm& form, const LoadWatch& watch) {
    const PictureSize size = form.side > 0 ? PictureSize{form.side, form.side} : commonSize(files, watch);
    return {form.colour == Colour::Grey ? 1 : 3, size.height, size.width};
}

void requireMemory(const PictureFiles& files, const ImageShape& shape) {
    const double wanted = static_cast<double>(files.files.size()) * static_cast<double>(shape.pixels());
    const std::int64_t there = machineMemory();
    if (there > 0 && wanted > static_cast<double>(there))
        throw Error(ErrorKind::Input,
                    files.folder.string() + ": " + std::to_string(files.files.size()) + " pictures of " +
                        std::to_string(shape.width) + " x " + std::to_string(shape.height) +
                        " pixels do not fit into this machine's memory. Choose a smaller side.");
}

// Closes the gaps that skipped pictures left.
void closeGaps(DecodedPictures& pictures, std::size_t count) {
    if (pictures.skipped.empty())
        return;
    const auto size = static_cast<std::ptrdiff_t>(pictures.shape.pixels());
    auto to = pictures.pixels.begin();
    auto skipped = pictures.skipped.begin();
    for (std::size_t i = 0; i < count; ++i) {
        if (skipped != pictures.skipped.end() && skipped->index == i) {
            ++skipped;
            continue;
        }
        const auto from = pictures.pixels.begin() + static_cast<std::ptrdiff_t>(i) * size;
        to = std::copy(from, from + size, to);
    }
    pictures.pixels.erase(to, pictures.pixels.end());
}

void dropColour(DecodedPictures& pictures) {
    pictures.shape.channels = 1;
    const std::size_t size = pictures.pixels.size() / 3;
    for (std::size_t i = 0; i < size; ++i)
        pictures.pixels[i] = pictures.pixels[3 * i];
    pictures.pixels.resize(size);
    pictures.pixels.shrink_to_fit();
}

DecodedPictures decode(const PictureFiles& files, const ImageForm& form, const LoadWatch& watch) {
    DecodedPictures pictures;
    pictures.shape = shapeOf(files, form, watch);
    requireMemory(files, pictures.shape);
    const std::size_t count = files.files.size();
    const auto size = static_cast<std::size_t>(pictures.shape.pixels());
    pictures.pixels.resize(count * size);
    Skipped skipped(files);
    std::atomic<bool> anyColour{false};
    forEach(
        count,
        [&](std::size_t i) {
            try {
                if (decodePicture(files.files[i], pictures.shape, form.fit,
                                  pictures.pixels.data() + i * size))
                    anyColour = true;
            } catch (const Error& error) {
                skipped.add(i, error.what());
            }
        },
        [&](std::size_t done) {
            watch.reached(files.folder, static_cast<double>(done) / static_cast<double>(count));
            skipped.requireFew();
        });
    pictures.skipped = skipped.take();
    closeGaps(pictures, count);
    if (form.colour == Colour::Auto && !anyColour)
        dropColour(pictures);
    return pictures;
}

Factors factorsOf(const PictureFiles& files, const std::vector<SkippedPicture>& skipped) {
    if (files.labels.empty())
        return {};
    Factors factors{{"label"}, files.labels, files.classNames};
    for (auto picture = skipped.rbegin(); picture != skipped.rend(); ++picture)
        factors.values.erase(factors.values.begin() + picture->index);
    return factors;
}

} // namespace

ReadPictures readPictures(const PictureFiles& files, const std::string& name, const ImageForm& form,
                          const LoadWatch& watch) {
    const PictureCache cache(files, form);
    auto pictures = cache.read(watch);
    if (!pictures) {
        pictures = decode(files, form, watch);
        cache.write(*pictures);
    }
    std::vector<std::string> reasons;
    for (const SkippedPicture& picture : pictures->skipped)
        reasons.push_back(picture.reason);
    return {{name, pictures->shape, std::move(pictures->pixels), factorsOf(files, pictures->skipped)},
            std::move(reasons)};
}

} // namespace latentscape
