// The row of choices above the pictures of Compare: whose images, in which order and measure, of which class,
// beside which second model, pictures or error map. Adds its links to a card's header, which owns them. UI
// thread.
#pragma once

#include "ui/CompareImages.h"
#include "ui/ErrorRanking.h"
#include "ui/SecondModel.h"

#include <QObject>

#include <optional>

class QAction;
class QMenu;
class QToolButton;

namespace latentscape {

class Card;
class ChoiceLink;

class CompareChoices : public QObject {
    Q_OBJECT

public:
    explicit CompareChoices(Card* card);

    ImageOrder order() const;
    ErrorMetric metric() const;
    std::optional<std::uint16_t> label() const; // only images of this class
    bool showsMap() const;
    bool showsLatents() const; // the same latents in both models, not the same images

    void setOrder(ImageOrder order);
    void setSource(CompareImages::Source source, bool hasOwn); // without orderChosen() and so on
    void setImages(const Dataset* data);                       // their classes; null: none
    void setHasKl(bool has);
    void describeOrder(const QString& words, bool canSort); // while it does not hold; empty: it does
    void showRange(const QString& words);                   // images with such an error alone; empty: all
    // Empty: none is open.
    void setSecond(const QString& name, const QString& whyNoLatents);
    void setMoments(std::vector<OtherModel> moments); // kept ones of the run, the oldest first

signals:
    void sourceChosen(latentscape::CompareImages::Source source);
    void folderWanted();
    void picturesWanted();
    void orderChosen();
    void metricChosen();
    void classChosen();
    void allErrorsWanted();
    void secondWanted();
    void momentWanted(const latentscape::OtherModel& moment);
    void secondUnwanted();
    void latentsChosen(bool latents);
    void mapChosen(bool shown);
    void saveWanted();

private:
    void makeSource();
    void makeOrder();
    void makeSecond();
    void fillMoments();
    void showApplying();

    ChoiceLink* m_source;
    ChoiceLink* m_order;
    ChoiceLink* m_metric;
    ChoiceLink* m_class;
    ChoiceLink* m_pairing; // with the second model: images or latents
    QToolButton* m_range;
    QToolButton* m_second;
    QToolButton* m_map;
    QMenu* m_momentsMenu;
    std::vector<OtherModel> m_moments;
    bool m_hasClasses = false;
    bool m_hasSecond = false;
    bool m_telling = true; // changes are the user's
};

} // namespace latentscape
