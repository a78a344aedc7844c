// What the model draws from the same latents since the start of a run, or makes of the same images: now, at
// kept moments of the past, and how it grew. A part of Train; UI thread.
#pragma once

#include "core/train/Snapshot.h"
#include "ui/Card.h"
#include "ui/HistoryStrip.h"
#include "ui/ImageSaver.h"
#include "ui/KeptPictures.h"

namespace latentscape {

class AnimationSaver;
class ImageStage;
class OpenModel;

class SamplesCard : public Card {
    Q_OBJECT

public:
    // `open` must outlive it: what is saved names the model.
    explicit SamplesCard(const OpenModel* open, QWidget* parent = nullptr);

    void clear(ModelKind kind,
               std::int64_t classes); // another run; its samples are of so many classes in turn
    void setSeed(std::uint64_t seed) { m_seed = seed; } // of that run
    void setLive(bool training);
    void showSnapshot(const Snapshot& snapshot);
    void setMoments(const std::vector<MomentStore::Entry>& moments);
    void lookAt(const std::shared_ptr<const Snapshot>& moment); // null: now
    // The pictures of the moment nearest to there, until endScrub().
    void pointAt(double epoch);
    void endScrub();
    ProvenanceSource provenance() const; // of the pictures that are shown; empty: it is not known

public slots:
    void saveSheet();
    void saveHistory(); // as an animation
    void copySheet();
    void keepMarked(); // to explore from there

signals:
    void notice(const QString& text);
    void newSamplesRequested();
    void kept(const latentscape::KeptPicture& sample);
    void pointedAt(double epoch); // of a moment of the history
    void pointedAway();
    void momentChosen(qint64 step); // to look at
    void nowChosen();

private:
    void connectHistory();
    void connectSaving();
    void describe();
    void scrubTo(std::int64_t step);
    const MomentStore::Entry* scrubbedMoment() const;
    void showPictures();
    PictureCounts pictureCounts() const; // of the samples that are shown
    std::vector<std::shared_ptr<const std::vector<Image>>> history() const;

    const OpenModel* m_open;
    QLabel* m_note;
    ImageStage* m_stage;
    HistoryStrip* m_history;
    QToolButton* m_fresh;
    QToolButton* m_keep;
    QToolButton* m_animate;
    ImageSaver* m_saver;
    AnimationSaver* m_animations;
    ModelKind m_kind = ModelKind::Vae;
    HistoryKind m_shownKind = HistoryKind::Samples;
    std::vector<MomentStore::Entry> m_moments;
    ProgressPictures m_now;
    std::int64_t m_nowStep = -1;            // of the weights that drew these
    std::uint64_t m_nowSeries = 0;          // and of their latents
    std::uint64_t m_seed = 0;               // of the run
    std::shared_ptr<const Snapshot> m_past; // looked at
    std::optional<std::int64_t> m_scrubbed; // pointed at: its step
    int m_classColumns = 1;                 // of a conditional model's samples
    int m_sheetColumns = 8;                 // of what is saved
    bool m_freshAsked = false;              // other latents since the start
};

} // namespace latentscape
